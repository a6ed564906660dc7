// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.cdi.uploadserver.upload;

import org.jspecify.annotations.NullMarked;
