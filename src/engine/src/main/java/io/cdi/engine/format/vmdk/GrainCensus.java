// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

/// Counts grains and sums up where they are, on the disk and in the file, so that two lists of them can be
/// compared without being kept.
final class GrainCensus {

    private long count;
    private long sum;

    void add(long diskSector, long fileSector) {
        count++;
        sum += mixed(mixed(diskSector) ^ fileSector);
    }

    long count() {
        return count;
    }

    boolean sameAs(GrainCensus other) {
        return count == other.count && sum == other.sum;
    }

    /// The last steps of MurmurHash3: any change of the number changes the whole result.
    private static long mixed(long number) {
        long bits = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
        bits = (bits ^ bits >>> 33) * 0xc4ceb9fe1a85ec53L;
        return bits ^ bits >>> 33;
    }
}
