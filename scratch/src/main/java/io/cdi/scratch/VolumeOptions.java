// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.util.OptionalLong;

/// How a target volume is sized and filled.
///
/// @param requestedBytes the size of the disk that the user asked for; a file grows up to it (never shrinks),
///     limited by the usable space; ignored on devices
/// @param filesystemOverhead the fraction of the free space that is left to the file system, 0 to below 1, as in
///     `filesystemOverhead` of CDIConfig; `usable(n) = floor(n / (1 + overhead))` to a multiple of 1 MiB
/// @param preallocate whether every byte of the disk gets its storage before success
/// @param resume whether unfinished content and checkpoints outlive this process
public record VolumeOptions(
        OptionalLong requestedBytes, double filesystemOverhead, boolean preallocate, boolean resume) {

    public static final VolumeOptions DEFAULT = new VolumeOptions(OptionalLong.empty(), 0, false, false);

    public VolumeOptions {
        if (requestedBytes.isPresent() && requestedBytes.getAsLong() <= 0) {
            throw new IllegalArgumentException("requested size must be positive: " + requestedBytes.getAsLong());
        }
        if (!(filesystemOverhead >= 0 && filesystemOverhead < 1)) {
            throw new IllegalArgumentException("file system overhead must be in [0, 1): " + filesystemOverhead);
        }
    }
}
