// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Reads an image file forward once and hands out what was asked for: map tables to their handlers, data to
/// the sink. A handler may ask for more, ahead of the place that is being read or behind it.
///
/// Everything wanted waits in a queue by its place in the file. While tables are still to come, unclaimed
/// bytes that pass are kept for a while ([ReorderBuffer]), since writers with several threads put a cluster a
/// little before the table that maps it. What is wanted behind the present place and not kept is fetched by
/// position, where the source can seek; before kept bytes would be forgotten, such a source is asked for all
/// tables at once. A source that cannot seek ends with [TransferException.NeedsScratch] when a forgotten byte
/// is wanted.
///
/// Memory: the reorder buffer, one leased buffer, and 24 bytes for each run that is wanted and has not come by.
public final class ForwardPass {

    /// Takes a map table, between position 0 and limit, big-endian; valid only during the call.
    @FunctionalInterface
    public interface TableHandler {
        void accept(ByteBuffer table) throws IOException;
    }

    /// The largest table that can be asked for in one piece, in bytes.
    public static final int LARGEST_TABLE = DiskSink.BUFFER_BYTES;

    private static final int REORDER_BYTES = 16 << 20;
    /// Unwanted bytes up to this many between wanted ones are read into the same buffer.
    private static final int SMALL_GAP = 16 << 10;
    /// 24 bytes each; a random-written disk of 128 GiB with 64 KiB clusters stays below.
    private static final int MOST_PENDING_RUNS = 2_000_000;

    private static final int SECTOR = 512;

    private static final int MOST_PENDING_TABLES = 500_000;
    /// What one buffer may become on the disk, so that all cores get their share.
    private static final int MOST_UNPACKED = 2 << 20;

    private sealed interface Wanted {
        /// The place in the file of the first byte wanted.
        long fileOffset();
    }

    private record Table(long fileOffset, int length, TableHandler handler) implements Wanted {}

    /// The runs of one table, by their place, and how many of them are done.
    private static final class Data implements Wanted {
        final Runs runs;
        int next;

        Data(Runs runs) {
            this.runs = runs;
        }

        @Override
        public long fileOffset() {
            return runs.fileOffset(next);
        }
    }

    private final ImageInput input;
    private final DiskSink sink;
    private final ClusterCodec codec;
    private final PriorityQueue<Wanted> queue = new PriorityQueue<>(Comparator.comparingLong(Wanted::fileOffset));
    private final ReorderBuffer reorder = new ReorderBuffer(REORDER_BYTES);
    private int pendingTables;
    private long pendingRuns;
    /// Bytes that have been read from the input already and come before it again; the last of them is right
    /// before the input's position.
    private ByteBuffer again = ByteBuffer.allocate(0);

    /// @param codec unpacks the packed runs; [ClusterCodec#NONE] for a format without such
    public ForwardPass(ImageInput input, DiskSink sink, ClusterCodec codec) {
        this.input = input;
        this.sink = sink;
        this.codec = codec;
    }

    /// Asks for a map table. Its length has been checked against what the format allows.
    ///
    /// @param length at most [#LARGEST_TABLE]
    public void wantTable(long fileOffset, int length, TableHandler handler) throws IOException {
        if (++pendingTables > MOST_PENDING_TABLES) {
            throw tooScattered();
        }
        queue.add(new Table(fileOffset, length, handler));
    }

    /// Asks for data.
    public void want(Runs runs) throws IOException {
        if (!sink.wantsData()) {
            sink.mapped(runs.diskBytes());
            return;
        }
        Runs sorted = runs.sortedFrom(input.resumeAt());
        if (sorted.size() == 0) {
            return;
        }
        pendingRuns += sorted.size();
        if (pendingRuns > MOST_PENDING_RUNS) {
            throw tooScattered();
        }
        queue.add(new Data(sorted));
    }

    /// Reads until all that was asked for has been handed out.
    ///
    /// @throws TransferException.NeedsScratch when the order of the file is too wild for one pass over this
    ///     source
    public void run() throws IOException {
        while (!queue.isEmpty()) {
            if (fetchTablesAheadOfGap()) {
                continue;
            }
            switch (queue.element()) {
                case Table table -> {
                    queue.remove();
                    handOut(table);
                }
                case Data data when data.fileOffset() < place() -> fetchBehind(data);
                case Data _ -> handOutData();
            }
            sink.passed(handedOut());
        }
    }

    /// The place in the file before which nothing is wanted any more, nor will be.
    private long handedOut() {
        long place = pendingTables > 0 ? reorder.firstOr(place()) : place();
        return queue.isEmpty() ? place : Math.min(place, queue.element().fileOffset());
    }

    /// Where the pass is: the file's next byte that has not been handed out.
    private long place() {
        return input.position() - again.remaining();
    }

    private void handOut(Table table) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(table.length());
        if (table.fileOffset() < Math.max(place(), input.resumeAt())) {
            readBehind(table.fileOffset(), table.length(), bytes);
        } else {
            goTo(table.fileOffset());
            if (read(table.length(), bytes) < table.length()) {
                throw input.truncated(table.fileOffset() + table.length());
            }
        }
        accept(table, bytes);
    }

    private void accept(Table table, ByteBuffer bytes) throws IOException {
        table.handler().accept(bytes.flip());
        pendingTables--;
    }

    /// Fills one buffer with data that lie together in the file and gives it to the sink.
    private void handOutData() throws IOException {
        ByteBuffer buffer = sink.lease();
        long start = queue.element().fileOffset();
        goTo(start);
        List<DiskSink.Piece> pieces = new ArrayList<>();
        long diskBytes = 0;
        while (diskBytes < MOST_UNPACKED
                && queue.peek() instanceof Data data
                && addPiece(data, start, buffer, pieces)) {
            diskBytes += pieces.getLast().diskLength();
        }
        keepForNext(start, buffer);
        buffer.flip();
        sink.put(buffer, pieces, codec);
    }

    /// Reads the next run, or as much of it as the buffer takes. Returns whether the buffer can take more.
    private boolean addPiece(Data data, long start, ByteBuffer buffer, List<DiskSink.Piece> pieces) throws IOException {
        Runs runs = data.runs;
        int index = data.next;
        long filled = start + buffer.position();
        long fileOffset = runs.fileOffset(index);
        if (fileOffset - filled > SMALL_GAP || fileOffset - start >= buffer.capacity()) {
            return false;
        }
        int at = (int) (fileOffset - start);
        int room = buffer.capacity() - at;
        boolean fits = runs.fileLength(index) <= room;
        if (runs.isPacked(index) && !fits && !pieces.isEmpty()) {
            return false;
        }
        int length = Math.min(runs.fileLength(index), room);
        readGap(at, start, buffer);
        int missing = at + length - buffer.position();
        int read = missing <= 0 ? 0 : read(missing, buffer);
        if (runs.isPacked(index)) {
            int available = Math.min(length, buffer.position() - at);
            keepSharedSector(start, at + available, buffer);
            pieces.add(DiskSink.Piece.packed(at, available, runs.diskOffset(index), runs.unpackedLength(index)));
            advance(data);
            return true;
        }
        if (missing > 0 && read < missing) {
            throw input.truncated(fileOffset + length);
        }
        pieces.add(DiskSink.Piece.plain(at, length, runs.diskOffset(index)));
        if (fits) {
            advance(data);
        } else {
            shorten(data, length);
        }
        return fits;
    }

    private void readGap(int upTo, long start, ByteBuffer buffer) throws IOException {
        int from = buffer.position();
        if (upTo <= from) {
            return;
        }
        if (read(upTo - from, buffer) < upTo - from) {
            throw input.truncated(start + upTo);
        }
        if (pendingTables > 0) {
            reorder.keep(start + from, buffer.duplicate().flip().position(from));
        }
    }

    /// In the last sector of a packed piece another one may begin that no table has told of yet.
    private void keepSharedSector(long start, int end, ByteBuffer buffer) {
        if (pendingTables > 0) {
            int from = Math.max(0, end - SECTOR);
            reorder.keep(start + from, buffer.duplicate().limit(end).position(from));
        }
    }

    /// The next piece may begin inside the last one, as compressed clusters share sectors: keeps what it will
    /// need.
    private void keepForNext(long start, ByteBuffer buffer) {
        Wanted next = queue.peek();
        if (next == null) {
            return;
        }
        long from = next.fileOffset() - start;
        if (from >= 0 && from < buffer.position()) {
            ByteBuffer tail = buffer.duplicate().flip().position((int) from);
            again = ByteBuffer.allocate(tail.remaining() + again.remaining())
                    .put(tail)
                    .put(again)
                    .flip();
        }
    }

    /// Data that have passed already: from the reorder buffer, or by position.
    private void fetchBehind(Data data) throws IOException {
        Runs runs = data.runs;
        int index = data.next;
        long fileOffset = runs.fileOffset(index);
        long behind = runs.isPacked(index) ? runs.fileLength(index) : place() - fileOffset;
        int length = (int) Math.min(DiskSink.BUFFER_BYTES, Math.min(runs.fileLength(index), behind));
        if (input.length().isPresent() && runs.isPacked(index)) {
            length = (int) Math.min(length, input.length().getAsLong() - fileOffset);
        }
        ByteBuffer buffer = sink.lease();
        readBehind(fileOffset, length, buffer);
        buffer.flip();
        if (runs.isPacked(index)) {
            DiskSink.Piece piece = DiskSink.Piece.packed(0, length, runs.diskOffset(index), runs.unpackedLength(index));
            advance(data);
            sink.put(buffer, List.of(piece), codec);
        } else {
            DiskSink.Piece piece = DiskSink.Piece.plain(0, length, runs.diskOffset(index));
            if (length == runs.fileLength(index)) {
                advance(data);
            } else {
                shorten(data, length);
            }
            sink.put(buffer, List.of(piece), codec);
        }
    }

    private void readBehind(long fileOffset, int length, ByteBuffer into) throws IOException {
        int done = 0;
        while (done < length) {
            int copied = reorder.copy(fileOffset + done, length - done, into);
            if (copied == 0) {
                if (input.seekable().isEmpty()) {
                    throw new TransferException.NeedsScratch("read " + input.description()
                            + ": the bytes at " + (fileOffset + done) + " are wanted after they have passed,"
                            + " and this source cannot go back; give scratch space for a copy of the image");
                }
                ByteBuffer rest = into.duplicate().limit(into.position() + length - done);
                input.readAt(fileOffset + done, rest);
                into.position(into.position() + length - done);
                return;
            }
            done += copied;
        }
    }

    private void advance(Data data) {
        queue.remove();
        data.next++;
        pendingRuns--;
        if (data.next < data.runs.size()) {
            queue.add(data);
        }
    }

    /// Takes bytes off the run that is first in the queue; its place in the queue may change by that.
    private void shorten(Data data, int length) {
        queue.remove();
        data.runs.shorten(data.next, length);
        queue.add(data);
    }

    /// Goes forward to a place, keeping what passes while tables are to come.
    private void goTo(long target) throws IOException {
        if (pendingTables > 0) {
            keepUntil(target);
        } else {
            int repeat = (int) Math.min(again.remaining(), Math.max(0, target - place()));
            again.position(again.position() + repeat);
            if (target > place()) {
                input.skipTo(target);
            }
        }
    }

    private void keepUntil(long target) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(64 << 10);
        while (place() < target) {
            long from = place();
            int count = (int) Math.min(piece.capacity(), target - from);
            if (read(count, piece.clear()) < count) {
                throw input.truncated(target);
            }
            reorder.keep(from, piece.flip());
        }
    }

    /// Before bytes are forgotten that a table may claim, asks a source that can seek for all tables.
    ///
    /// @return whether there were any, so that the queue is another one now
    private boolean fetchTablesAheadOfGap() throws IOException {
        long gap = queue.element().fileOffset() - place();
        boolean nothingLost = sink.wantsData() && reorder.hasRoomFor(gap + DiskSink.BUFFER_BYTES);
        if (pendingTables == 0 || input.seekable().isEmpty() || nothingLost) {
            return false;
        }
        while (pendingTables > 0) {
            List<Table> tables = new ArrayList<>();
            for (Wanted wanted : queue) {
                if (wanted instanceof Table table) {
                    tables.add(table);
                }
            }
            queue.removeIf(Table.class::isInstance);
            tables.sort(Comparator.comparingLong(Table::fileOffset));
            for (Table table : tables) {
                ByteBuffer bytes = ByteBuffer.allocate(table.length());
                readBehind(table.fileOffset(), table.length(), bytes);
                accept(table, bytes);
            }
        }
        return true;
    }

    private int read(int count, ByteBuffer into) throws IOException {
        int repeat = Math.min(count, again.remaining());
        if (repeat > 0) {
            into.put(again.slice(again.position(), repeat));
            again.position(again.position() + repeat);
        }
        return repeat + (repeat < count ? input.readUpTo(into, count - repeat) : 0);
    }

    private TransferException tooScattered() {
        return new TransferException.NeedsScratch("read " + input.description()
                + ": the image is too scattered to be converted in one pass within bounded memory;"
                + " give scratch space for a copy of the image");
    }
}
