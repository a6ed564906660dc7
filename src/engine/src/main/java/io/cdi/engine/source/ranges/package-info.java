// SPDX-License-Identifier: Apache-2.0
/// One in-order, resuming stream out of many ranged requests, whatever protocol they go over.
@NullMarked
package io.cdi.engine.source.ranges;

import org.jspecify.annotations.NullMarked;
