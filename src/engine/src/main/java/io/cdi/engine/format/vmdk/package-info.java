// SPDX-License-Identifier: Apache-2.0
/// VMDK in one file, after VMware's "Virtual Disk Format 5.0" (hosted sparse extents): a header, a descriptor in
/// words, and grains. All numbers are little-endian, places are in sectors of 512 bytes.
///
/// - *Monolithic sparse*: a grain directory names grain tables, which name grains; all tables come first. Read
///   with a [io.cdi.engine.format.ForwardPass].
/// - *Stream-optimized*, as in OVA files: each grain is compressed and has its sector number before it, so the
///   grains are taken as they come; the tables may come last. Where the tables come first (`qemu-img` writes no
///   end marker, but a whole directory), they tell how many grains there must be.
///
/// Disks in several files are refused: a stream brings one. So are snapshots, which need their parent.
@NullMarked
package io.cdi.engine.format.vmdk;

import org.jspecify.annotations.NullMarked;
