// SPDX-License-Identifier: Apache-2.0
/// VHDX, after Microsoft's open specification \[MS-VHDX]: headers and region tables in the first mebibyte, then
/// the metadata and the block allocation table (BAT), in either order, then the payload blocks. All numbers are
/// little-endian; what can be checked by CRC-32C is. A log that was not written
/// back is left to `qemu-img`; differencing disks are refused.
@NullMarked
package io.cdi.engine.format.vhdx;

import org.jspecify.annotations.NullMarked;
