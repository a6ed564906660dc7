// SPDX-License-Identifier: Apache-2.0
/// RAW disks, ISO images, and fixed VHDs, which are RAW disks with a footer behind them.
@NullMarked
package io.cdi.engine.format.raw;

import org.jspecify.annotations.NullMarked;
