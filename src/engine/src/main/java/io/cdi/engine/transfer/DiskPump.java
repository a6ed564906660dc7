// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ClusterCodec;
import io.cdi.engine.format.DiskSink;
import io.cdi.scratch.TargetVolume;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The way from a format reader to the target volume: unpacks and writes on all cores while the reader reads on.
/// Memory is a fixed set of buffers, made once: a reader that is too quick waits for one.
final class DiskPump implements DiskSink, AutoCloseable {

    private static final int PAGE = 4096;

    /// 52 MiB, which fits into the 64 MiB that our programs may have outside of the heap.
    private static final int MOST_BUFFERS = 26;

    /// How a transfer is remembered for a later process.
    @FunctionalInterface
    interface Checkpoint {
        /// @param fileOffset everything of the image file before it is on the volume
        void save(long fileOffset) throws IOException;
    }

    private final String description;
    private final TargetVolume volume;
    private final Progress progress;
    private final Checkpoint checkpoint;
    private final long checkpointEvery;
    private final int bufferCount;
    private final BlockingQueue<ByteBuffer> free;
    private final BlockingQueue<ByteBuffer> unpacked;
    private final ExecutorService workers;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long checkpointed;
    /// How many buffers the reader holds; the reader's own.
    private int leasedOut;

    /// @param description the source for messages
    /// @param processors of the machine: so many pieces are worked on at once, but not more than memory allows
    /// @param atOnce how many pumps share that memory
    /// @param checkpointEvery after how many bytes of the image file a checkpoint is saved
    DiskPump(
            String description,
            TargetVolume volume,
            Progress progress,
            int processors,
            int atOnce,
            Checkpoint checkpoint,
            long checkpointEvery) {
        int threads = Math.clamp((MOST_BUFFERS / atOnce - 2) / 3, 1, processors);
        this.description = description;
        this.volume = volume;
        this.progress = progress;
        this.checkpoint = checkpoint;
        this.checkpointEvery = checkpointEvery;
        this.bufferCount = 2 * threads + 2;
        this.free = buffers(bufferCount);
        this.unpacked = buffers(threads);
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("pump-", 0).daemon().factory());
    }

    private static BlockingQueue<ByteBuffer> buffers(int count) {
        BlockingQueue<ByteBuffer> queue = new ArrayBlockingQueue<>(count);
        for (int i = 0; i < count; i++) {
            queue.add(ByteBuffer.allocateDirect(BUFFER_BYTES + PAGE)
                    .alignedSlice(PAGE)
                    .slice(0, BUFFER_BYTES));
        }
        return queue;
    }

    @Override
    public ByteBuffer lease() throws IOException {
        ByteBuffer buffer = take(free).clear();
        leasedOut++;
        throwFailure();
        return buffer;
    }

    @Override
    public void put(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec) throws IOException {
        leasedOut--;
        throwFailure();
        workers.execute(() -> {
            try {
                if (failure.get() == null) {
                    process(leased, pieces, codec);
                }
            } catch (IOException | RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            } finally {
                free.add(leased);
            }
        });
    }

    @Override
    public void passed(long fileOffset) throws IOException {
        if (fileOffset - checkpointed >= checkpointEvery) {
            drain();
            checkpoint.save(fileOffset);
            checkpointed = fileOffset;
        }
    }

    /// Waits until everything that was put is written. The reader may still hold buffers.
    ///
    /// @throws IOException the first failure of any write
    void drain() throws IOException {
        List<ByteBuffer> all = new ArrayList<>();
        while (all.size() < bufferCount - leasedOut) {
            all.add(take(free));
            throwFailure();
        }
        free.addAll(all);
    }

    /// Ends the threads, without waiting for what is not written yet; a write that has begun is waited for,
    /// so that nothing touches the volume afterwards.
    @Override
    public void close() {
        failure.compareAndSet(null, new InterruptedIOException("the transfer was closed"));
        workers.close();
    }

    private void process(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec) throws IOException {
        if (pieces.stream().noneMatch(Piece::packed)) {
            for (Piece piece : pieces) {
                writeToVolume(piece.diskOffset(), leased.slice(piece.offset(), piece.length()));
            }
            return;
        }
        ByteBuffer out = take(unpacked).clear();
        try {
            unpack(leased, pieces, codec, out);
        } finally {
            unpacked.add(out);
        }
    }

    /// Unpacks neighbours on the disk next to each other, so that they are written at once.
    private void unpack(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec, ByteBuffer out) throws IOException {
        long outOffset = 0;
        for (Piece piece : pieces) {
            boolean follows = piece.diskOffset() == outOffset + out.position();
            if (!follows || out.remaining() < piece.diskLength()) {
                writeToVolume(outOffset, out.flip());
                out.clear();
                outOffset = piece.diskOffset();
            }
            ByteBuffer bytes = leased.slice(piece.offset(), piece.length());
            if (piece.packed()) {
                unpack(bytes, out.slice(out.position(), piece.diskLength()), codec, piece.diskOffset());
                out.position(out.position() + piece.diskLength());
            } else {
                out.put(bytes);
            }
        }
        writeToVolume(outOffset, out.flip());
    }

    private void unpack(ByteBuffer packed, ByteBuffer into, ClusterCodec codec, long diskOffset) throws IOException {
        try {
            codec.unpack(packed, into);
        } catch (IOException e) {
            throw new TransferException.BadImage(
                    "unpack the cluster for disk offset " + diskOffset + " of " + description + ": " + e.getMessage()
                            + "; get an intact copy",
                    e);
        }
    }

    private void writeToVolume(long diskOffset, ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (count > 0) {
            volume.write(diskOffset, bytes);
            progress.wrote(count);
        }
    }

    private void throwFailure() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    private static ByteBuffer take(BlockingQueue<ByteBuffer> queue) throws InterruptedIOException {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the transfer was interrupted");
        }
    }
}
