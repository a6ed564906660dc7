// SPDX-License-Identifier: Apache-2.0
/// Compression around a disk image: found by content, taken off as the bytes pass.
@NullMarked
package io.cdi.engine.packing;

import org.jspecify.annotations.NullMarked;
