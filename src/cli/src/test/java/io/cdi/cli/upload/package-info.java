// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.cdi.cli.upload;

import org.jspecify.annotations.NullMarked;
