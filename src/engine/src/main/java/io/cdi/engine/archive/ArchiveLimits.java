// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

/// What an archive may do at most to a volume. Beside these, the free space of the volume always counts.
///
/// @param entries how many entries it may have, of any kind
/// @param directories how many of them may be directories, which are remembered to the end
/// @param bytes how many bytes of data its files may have together; holes do not count
/// @param pathBytes how long a name may be
public record ArchiveLimits(long entries, long directories, long bytes, int pathBytes) {

    public static final ArchiveLimits DEFAULT = new ArchiveLimits(5_000_000, 250_000, Long.MAX_VALUE, 4095);

    public ArchiveLimits {
        if (entries < 0 || directories < 0 || bytes < 0 || pathBytes < 1) {
            throw new IllegalArgumentException("limits of an archive cannot be negative");
        }
    }
}
