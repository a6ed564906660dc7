// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ClusterCodec;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.FileSlots;
import io.cdi.engine.format.ForwardPass;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.Runs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Plain grains by the grain directory and its tables. The redundant directory is of no use: without checksums
/// nobody can say which of two is right.
final class GrainMap {

    /// In bytes; a multiple of any table's size, small enough that [ForwardPass] takes it.
    private static final int DIRECTORY_PIECE = 1 << 20;

    private static final long ZERO_GRAIN = 1;

    private final ImageFront front;
    private final SparseHeader header;
    private final FileSlots tables;
    private final FileSlots grains;

    GrainMap(ImageFront front, SparseHeader header) {
        this.front = front;
        this.header = header;
        this.tables = new FileSlots(front, header.tableBytes());
        this.grains = new FileSlots(front, header.grainBytes());
    }

    void copyTo(DiskSink sink) throws IOException {
        ForwardPass pass = new ForwardPass(front.input(), sink, ClusterCodec.NONE);
        long directoryOffset = header.directory() * SparseHeader.SECTOR;
        int perPiece = DIRECTORY_PIECE / Integer.BYTES;
        for (long first = 0; first < header.tables(); first += perPiece) {
            int count = (int) Math.min(perPiece, header.tables() - first);
            long from = first;
            pass.wantTable(
                    directoryOffset + first * Integer.BYTES,
                    count * Integer.BYTES,
                    directory -> readDirectory(from, directory, pass));
        }
        pass.run();
    }

    /// Tables that follow each other in the file, as writers put them, are read as one.
    private void readDirectory(long firstTable, ByteBuffer directory, ForwardPass pass) throws IOException {
        int[] sectors = new int[directory.remaining() / Integer.BYTES];
        directory.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(sectors);
        int mostAtOnce = ForwardPass.LARGEST_TABLE / header.tableBytes();
        int index = 0;
        while (index < sectors.length) {
            int count = 1;
            if (sectors[index] != 0) {
                long offset = offset(sectors[index]);
                tables.take(offset);
                while (count < mostAtOnce
                        && follows(sectors, index + count, offset + (long) count * header.tableBytes())) {
                    tables.take(offset(sectors[index + count]));
                    count++;
                }
                long table = firstTable + index;
                pass.wantTable(offset, count * header.tableBytes(), entries -> readTables(table, entries, pass));
            }
            index += count;
        }
    }

    private static boolean follows(int[] sectors, int index, long offset) {
        return index < sectors.length && offset(sectors[index]) == offset;
    }

    private void readTables(long firstTable, ByteBuffer entries, ForwardPass pass) throws IOException {
        entries.order(ByteOrder.LITTLE_ENDIAN);
        Runs runs = new Runs();
        long diskOffset = firstTable * header.entriesPerTable() * header.grainBytes();
        while (entries.hasRemaining() && diskOffset < header.virtualSize()) {
            place(entries.getInt(), diskOffset, runs);
            diskOffset += header.grainBytes();
        }
        pass.want(runs);
    }

    private void place(int entry, long diskOffset, Runs runs) throws TransferException {
        boolean isZero = entry == 0 || (entry == ZERO_GRAIN && header.hasZeroGrains());
        if (!isZero && offset(entry) < header.headerBytes()) {
            throw front.damaged("its map points into its header, to sector " + entry);
        }
        if (!isZero) {
            grains.take(offset(entry));
            runs.addPlain(offset(entry), diskOffset, header.bytesAt(diskOffset));
        }
    }

    private static long offset(int sector) {
        return Integer.toUnsignedLong(sector) * SparseHeader.SECTOR;
    }
}
