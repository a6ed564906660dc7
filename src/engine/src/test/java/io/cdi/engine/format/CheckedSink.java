// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/// A sink that does all work at once and checks each call against the contract: pieces lie inside the buffer
/// and inside the disk, no place of the disk is written twice, no more than two leases are held at once, and
/// all are given back.
public final class CheckedSink implements DiskSink {

    /// Where bytes end up.
    @FunctionalInterface
    interface Disk {
        void write(long offset, ByteBuffer bytes) throws IOException;
    }

    /// Made once, since thousands of sinks are.
    private static final ThreadLocal<List<ByteBuffer>> LEASED = ThreadLocal.withInitial(
            () -> List.of(ByteBuffer.allocateDirect(BUFFER_BYTES), ByteBuffer.allocateDirect(BUFFER_BYTES)));

    private static final ThreadLocal<ByteBuffer> UNPACKED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

    private final long diskBytes;
    private final Disk disk;
    private final TreeMap<Long, Long> written = new TreeMap<>();
    private final Deque<ByteBuffer> free = new ArrayDeque<>(LEASED.get());
    private final ByteBuffer unpacked = UNPACKED.get();
    private int leased;
    private long passed;

    private CheckedSink(long diskBytes, Disk disk) {
        this.diskBytes = diskBytes;
        this.disk = disk;
    }

    /// Runs a reader to its end, keeping nothing.
    ///
    /// @return the size of the disk
    public static long check(ImageReader reader) throws IOException {
        return run(reader, (offset, bytes) -> {});
    }

    /// Runs a reader to its end into a new sparse file.
    public static Path toFile(ImageReader reader, Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            channel.truncate(0);
            long size = run(reader, (offset, bytes) -> {
                while (bytes.hasRemaining()) {
                    channel.write(bytes, offset + bytes.position());
                }
            });
            if (channel.size() < size) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
            assertThat(channel.size()).isEqualTo(size);
        }
        return file;
    }

    static long run(ImageReader reader, Disk disk) throws IOException {
        CheckedSink sink = new CheckedSink(reader.virtualSize().orElse(Long.MAX_VALUE), disk);
        long size = reader.copyTo(sink);
        assertThat(sink.leased).as("buffers not given back").isZero();
        assertThat(size).isEqualTo(reader.virtualSize().orElse(size));
        return size;
    }

    @Override
    public ByteBuffer lease() {
        assertThat(leased).as("buffers held at once").isLessThan(2);
        leased++;
        return free.pop().clear();
    }

    @Override
    public void put(ByteBuffer given, List<Piece> pieces, ClusterCodec codec) throws IOException {
        assertThat(leased).isPositive();
        assertThat(given.capacity()).isEqualTo(BUFFER_BYTES);
        leased--;
        free.push(given);
        for (Piece piece : pieces) {
            assertThat(piece.offset()).isNotNegative();
            assertThat(piece.length()).isNotNegative();
            assertThat(piece.offset() + piece.length()).isLessThanOrEqualTo(given.limit());
            ByteBuffer bytes = given.slice(piece.offset(), piece.length());
            store(piece.diskOffset(), piece.packed() ? unpack(bytes, piece.diskLength(), codec) : bytes);
        }
    }

    @Override
    public void passed(long fileOffset) {
        assertThat(fileOffset).isGreaterThanOrEqualTo(passed);
        passed = fileOffset;
    }

    private ByteBuffer unpack(ByteBuffer packed, int diskLength, ClusterCodec codec) throws IOException {
        unpacked.clear().limit(diskLength);
        try {
            codec.unpack(packed, unpacked);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Permanent("read test: " + e.getMessage() + "; get an intact copy", e);
        }
        assertThat(unpacked.hasRemaining()).isFalse();
        return unpacked.flip();
    }

    private void store(long diskOffset, ByteBuffer bytes) throws IOException {
        long end = diskOffset + bytes.remaining();
        assertThat(diskOffset).isNotNegative();
        assertThat(end).as("a write behind the end of the disk").isLessThanOrEqualTo(diskBytes);
        var before = written.lowerEntry(end);
        assertThat(before == null || before.getValue() <= diskOffset)
                .as("byte %d of the disk was written twice", diskOffset)
                .isTrue();
        join(diskOffset, end);
        disk.write(diskOffset, bytes.slice());
    }

    private void join(long from, long to) {
        var before = written.floorEntry(from);
        long start = before != null && before.getValue() == from ? before.getKey() : from;
        Long behind = written.remove(to);
        written.put(start, behind == null ? to : behind);
    }
}
