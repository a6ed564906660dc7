// SPDX-License-Identifier: Apache-2.0
/// VDI 1.1, the format of VirtualBox, after its own headers' description (`VDICore.h`): a header, the block map,
/// the blocks. All numbers are little-endian. Dynamic and fixed ("static") disks have the same form.
@NullMarked
package io.cdi.engine.format.vdi;

import org.jspecify.annotations.NullMarked;
