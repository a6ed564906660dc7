// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads an image of a format that cuts the disk into blocks of one size and keeps one table with the place of
/// each: VDI, VHD, VHDX. The table is read in pieces, so its size costs no memory; what it says becomes [Runs].
public final class BlockMap implements ImageReader {

    /// Where a format keeps its table.
    ///
    /// @param virtualSize of the disk in bytes
    /// @param blockBytes how much of the disk a block holds
    /// @param tableOffset of the first entry in the file
    /// @param entries how many entries are of interest
    /// @param entryBytes the size of each, 4 or 8
    public record Shape(long virtualSize, int blockBytes, long tableOffset, long entries, int entryBytes) {}

    /// How a format says where a block is.
    @FunctionalInterface
    public interface Entries {

        /// Reads entry `index` from the place of `table` and calls [BlockMap#place] when it has data.
        void read(long index, ByteBuffer table, BlockMap map) throws TransferException;
    }

    private static final int PIECE_BYTES = 1 << 20;

    private final DiskFormat format;
    private final ImageFront front;
    private final Shape shape;
    private final ByteOrder order;
    private final Entries entries;
    private final FileSlots slots;
    private Runs runs = new Runs();

    /// @param order of the bytes in the table
    public BlockMap(DiskFormat format, ImageFront front, Shape shape, ByteOrder order, Entries entries) {
        this.format = format;
        this.front = front;
        this.shape = shape;
        this.order = order;
        this.entries = entries;
        this.slots = new FileSlots(front, shape.blockBytes());
    }

    @Override
    public DiskFormat format() {
        return format;
    }

    @Override
    public OptionalLong virtualSize() {
        return OptionalLong.of(shape.virtualSize());
    }

    @Override
    public long copyTo(DiskSink sink) throws IOException {
        ForwardPass pass = new ForwardPass(front.input(), sink, ClusterCodec.NONE);
        int entriesPerPiece = PIECE_BYTES / shape.entryBytes();
        for (long first = 0; first < shape.entries(); first += entriesPerPiece) {
            wantPiece(pass, first, (int) Math.min(entriesPerPiece, shape.entries() - first));
        }
        front.forget();
        pass.run();
        return shape.virtualSize();
    }

    private void wantPiece(ForwardPass pass, long first, int count) throws IOException {
        long offset = shape.tableOffset() + first * shape.entryBytes();
        int length = count * shape.entryBytes();
        Optional<ByteBuffer> passed = front.passed(offset, length);
        if (passed.isPresent()) {
            pass.want(runsOf(first, passed.get()));
        } else {
            pass.wantTable(offset, length, table -> pass.want(runsOf(first, table)));
        }
    }

    /// Called by the format: block number `block` of the disk has its data at `fileOffset`.
    public void place(long block, long fileOffset) throws TransferException {
        long diskOffset = block * shape.blockBytes();
        if (diskOffset >= shape.virtualSize()) {
            return;
        }
        slots.take(fileOffset);
        runs.addPlain(fileOffset, diskOffset, Math.min(shape.blockBytes(), shape.virtualSize() - diskOffset));
    }

    private Runs runsOf(long firstEntry, ByteBuffer table) throws TransferException {
        table.order(order);
        runs = new Runs();
        for (long entry = firstEntry; table.remaining() >= shape.entryBytes(); entry++) {
            entries.read(entry, table, this);
        }
        return runs;
    }
}
