// SPDX-License-Identifier: Apache-2.0
/// VHD, after the "Virtual Hard Disk Image Format Specification" 1.0 of Microsoft (2006); `qemu-img` calls it
/// vpc.
///
/// A dynamic VHD begins with a copy of its footer, then the dynamic disk header and the block allocation table;
/// each block is a bitmap of its sectors and their data. All numbers are big-endian. Read as `qemu-img` reads
/// it:
///
/// - An allocated block counts whole. Its bitmap only matters for differencing disks, and writers leave zeros
///   where they wrote nothing.
/// - The size of the disk is that of its geometry (cylinders, heads, sectors), as Virtual PC has it, unless the
///   program that made it is known to mean the size field, or the geometry is the largest there is.
///
/// A fixed VHD is a RAW disk with a footer behind it; the RAW reader takes the footer off.
@NullMarked
package io.cdi.engine.format.vhd;

import org.jspecify.annotations.NullMarked;
