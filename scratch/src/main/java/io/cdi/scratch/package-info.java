// SPDX-License-Identifier: Apache-2.0
/// Everything that touches local storage: target volumes, scratch space, and the few Linux calls Java lacks.
@NullMarked
package io.cdi.scratch;

import org.jspecify.annotations.NullMarked;
