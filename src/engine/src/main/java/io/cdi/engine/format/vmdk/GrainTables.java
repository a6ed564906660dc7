// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import io.cdi.engine.format.ImageFront;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The tables of a stream-optimized disk, when they come before its grains.
final class GrainTables {

    private static final int SECTOR = SparseHeader.SECTOR;
    /// 16 TiB with the usual grains; more is not worth the check.
    private static final long MOST_TABLES = 1 << 19;

    private final ImageFront front;
    private final SparseHeader header;

    GrainTables(ImageFront front, SparseHeader header) {
        this.front = front;
        this.header = header;
    }

    /// The grains that the tables name, from [io.cdi.engine.format.ImageInput#resumeAt] on; empty when the
    /// tables do not come first, one behind the other.
    Optional<GrainCensus> census() throws IOException {
        long position = front.input().position();
        boolean comesFirst = header.directory() != SparseHeader.AT_END
                && header.directory() * SECTOR >= position
                && header.directory() < header.overhead();
        if (!comesFirst || header.tables() > MOST_TABLES) {
            return Optional.empty();
        }
        front.input().skipTo(header.directory() * SECTOR);
        int[] tables = numbers((int) header.tables());
        return areInOrder(tables) ? Optional.of(count(tables)) : Optional.empty();
    }

    private boolean areInOrder(int[] tables) {
        long next = Math.ceilDiv(front.input().position(), SECTOR);
        for (int sector : tables) {
            long place = Integer.toUnsignedLong(sector);
            if (sector != 0 && (place < next || place >= header.overhead())) {
                return false;
            }
            if (sector != 0) {
                next = place + Math.ceilDiv(header.tableBytes(), SECTOR);
            }
        }
        return true;
    }

    private GrainCensus count(int[] tables) throws IOException {
        GrainCensus census = new GrainCensus();
        for (int table = 0; table < tables.length; table++) {
            if (tables[table] != 0) {
                front.input().skipTo(Integer.toUnsignedLong(tables[table]) * SECTOR);
                int[] grains = numbers(header.entriesPerTable());
                count(grains, (long) table * header.entriesPerTable() * header.grain(), census);
            }
        }
        return census;
    }

    private void count(int[] grains, long firstSector, GrainCensus census) {
        long diskSector = firstSector;
        for (int grain : grains) {
            long fileSector = Integer.toUnsignedLong(grain);
            boolean isZero = grain == 0 || (grain == 1 && header.hasZeroGrains());
            if (!isZero && fileSector * SECTOR >= front.input().resumeAt()) {
                census.add(diskSector, fileSector);
            }
            diskSector += header.grain();
        }
    }

    private int[] numbers(int count) throws IOException {
        int[] numbers = new int[count];
        ByteBuffer.wrap(front.input().readFully(count * Integer.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(numbers);
        return numbers;
    }
}
