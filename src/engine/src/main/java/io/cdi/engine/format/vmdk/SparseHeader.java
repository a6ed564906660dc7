// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The header of a hosted sparse extent (`SparseExtentHeader`), checked. Places and sizes are in sectors.
///
/// @param capacity of the disk
/// @param grain how much of the disk one grain holds
/// @param directory where the grain directory is, or [#AT_END]
/// @param overhead where the grains begin
record SparseHeader(
        int flags,
        long capacity,
        long grain,
        long descriptor,
        long descriptorSectors,
        int entriesPerTable,
        long directory,
        long overhead,
        boolean isDeflated) {

    static final int BYTES = 512;
    static final int SECTOR = 512;
    static final long AT_END = -1;

    private static final int NEWLINES_ARE_VALID = 1;
    private static final int ZERO_GRAINS = 1 << 2;
    private static final int MARKERS = 1 << 17;
    private static final String NEWLINES = "\n \r\n";
    private static final int NEWEST_VERSION = 3;
    private static final int MOST_ENTRIES_PER_TABLE = 512;
    /// 4 KiB, the least of the specification, and the most that `qemu-img` takes.
    private static final int SMALLEST_GRAIN = 8;

    private static final int LARGEST_GRAIN = 0x20_0000;

    /// What is more does not fit 63 bits in bytes, with room for a little arithmetic.
    static final long LAST_SECTOR = Long.MAX_VALUE / SECTOR / 2;

    static SparseHeader parse(ImageFront front, byte[] sector) throws TransferException {
        ByteBuffer bytes = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
        SparseHeader header = new SparseHeader(
                bytes.getInt(8),
                bytes.getLong(12),
                bytes.getLong(20),
                bytes.getLong(28),
                bytes.getLong(36),
                bytes.getInt(44),
                bytes.getLong(56),
                bytes.getLong(64),
                bytes.getShort(77) == 1);
        // Before all else: for an empty disk, qemu-img opens whatever files of this machine the descriptor names.
        if (header.capacity <= 0 || header.capacity > LAST_SECTOR) {
            throw front.damaged("its header claims a disk of " + Long.toUnsignedString(header.capacity) + " sectors");
        }
        int version = bytes.getInt(4);
        if (version < 1 || version > NEWEST_VERSION) {
            throw front.needsScratch("it is a VMDK of version " + Integer.toUnsignedString(version));
        }
        if ((header.flags & NEWLINES_ARE_VALID) != 0
                && !ImageFront.text(sector, 73, 4).equals(NEWLINES)) {
            throw front.damaged("its line ends were changed by a transfer in text mode");
        }
        if (Short.toUnsignedInt(bytes.getShort(77)) > 1) {
            throw front.needsScratch("it has the compression " + bytes.getShort(77) + ", which is unknown here");
        }
        header.check(front);
        return header;
    }

    private void check(ImageFront front) throws TransferException {
        if (grain < SMALLEST_GRAIN || grain > LARGEST_GRAIN || Long.bitCount(grain) != 1) {
            throw front.damaged("its grain size is " + Long.toUnsignedString(grain) + " sectors");
        }
        if (entriesPerTable < 1 || entriesPerTable > MOST_ENTRIES_PER_TABLE) {
            throw front.damaged("its grain tables have " + Integer.toUnsignedString(entriesPerTable) + " entries");
        }
        front.checkedSize(virtualSize());
        boolean overheadIsAPlace = overhead >= 0 && overhead <= LAST_SECTOR;
        boolean directoryIsAPlace = directory == AT_END || (directory > 0 && directory <= LAST_SECTOR);
        if (!overheadIsAPlace || !directoryIsAPlace) {
            throw front.damaged("its header points outside the file");
        }
    }

    long virtualSize() {
        return capacity * SECTOR;
    }

    /// Where header and descriptor end.
    long headerBytes() {
        return (descriptor + descriptorSectors) * SECTOR;
    }

    /// Whether a table entry of 1 means a grain of zeros.
    boolean hasZeroGrains() {
        return (flags & ZERO_GRAINS) != 0;
    }

    /// Whether each grain has its sector number before it.
    boolean hasMarkers() {
        return (flags & MARKERS) != 0;
    }

    int grainBytes() {
        return (int) (grain * SECTOR);
    }

    int tableBytes() {
        return entriesPerTable * Integer.BYTES;
    }

    /// How many grain tables the disk has.
    long tables() {
        return Math.ceilDiv(capacity, grain * entriesPerTable);
    }

    /// How much of the disk the grain at this place has; the last may be short.
    int bytesAt(long diskOffset) {
        return (int) Math.min(grainBytes(), virtualSize() - diskOffset);
    }
}
