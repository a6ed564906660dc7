// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

/// How large a disk may be and how large its file becomes: the rules of the reference importer.
final class SizeRules {

    private static final long MEBIBYTE = 1 << 20;
    private static final int SECTOR = 512;

    private SizeRules() {}

    /// What is left of `bytes` of free space when a file system keeps its share:
    /// `n / (1 + overhead)`, rounded down to whole MiB.
    static long usable(long bytes, double overhead) {
        return Amount.roundDown((long) Math.ceil(bytes / (1 + overhead)), MEBIBYTE);
    }

    /// The largest disk that a file may hold: the free space, or the requested size when that is smaller.
    /// The overhead does not count here.
    static long available(long freeBytes, VolumeOptions options) {
        return Math.min(freeBytes, options.requestedBytes().orElse(Long.MAX_VALUE));
    }

    /// The final size of a file: whole sectors, grown to the requested size as far as usable space goes,
    /// never shrunk.
    ///
    /// @param freeBytes the space that was free before the disk was written
    static long fileSize(long diskBytes, long freeBytes, VolumeOptions options) {
        long disk = Amount.roundUp(diskBytes, SECTOR);
        if (options.requestedBytes().isEmpty()) {
            return disk;
        }
        long usable = usable(available(freeBytes, options), options.filesystemOverhead());
        return Math.max(disk, Math.min(options.requestedBytes().getAsLong(), usable));
    }
}
