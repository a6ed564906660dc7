// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.cdi.uploadserver;

import org.jspecify.annotations.NullMarked;
