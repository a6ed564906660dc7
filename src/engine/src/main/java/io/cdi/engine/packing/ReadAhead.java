// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads a stream in a platform thread of its own, a few buffers ahead of the reader, so that the work of both
/// overlaps. For streams whose reading is work, as decoding is.
///
/// An error below reaches the reader as the very same exception, after all bytes before it. The thread closes
/// the stream below when it is done with it; [#close] cuts it short without waiting for it. It is not interrupted:
/// an interrupt in the middle of a read would close a file's channel, which others may go on with.
final class ReadAhead extends InputStream {

    private static final int BUFFERS = 4;
    private static final int BUFFER_BYTES = 512 << 10;

    /// What the thread hands over: bytes, or the end with or without its error.
    private static final class Chunk {
        static final Chunk EMPTY = new Chunk(new byte[0], 0, null);

        final byte[] bytes;
        final int length;
        final @Nullable Throwable failure;

        private Chunk(byte[] bytes, int length, @Nullable Throwable failure) {
            this.bytes = bytes;
            this.length = length;
            this.failure = failure;
        }

        static Chunk end(@Nullable Throwable failure) {
            return new Chunk(EMPTY.bytes, -1, failure);
        }

        boolean isEnd() {
            return length < 0;
        }
    }

    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
    /// One more than there are buffers: the end always has a place.
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final Thread thread;
    private volatile boolean isClosed;
    /// How many buffers there are; the thread's own.
    private int made;
    private Chunk current = Chunk.EMPTY;
    private int position;

    private ReadAhead(String name, InputStream in) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> run(in));
    }

    /// Takes over the stream and begins at once.
    static ReadAhead start(String name, InputStream in) {
        ReadAhead ahead = new ReadAhead(name, in);
        ahead.thread.start();
        return ahead;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int ready = Math.min(count, current.length - position);
        System.arraycopy(current.bytes, position, into, offset, ready);
        position += ready;
        return ready;
    }

    @Override
    public int read() throws IOException {
        return advance() ? current.bytes[position++] & 0xFF : -1;
    }

    @Override
    public int available() {
        return Math.max(0, current.length - position);
    }

    @Override
    public void close() {
        isClosed = true;
        // Wakes the thread when it waits for a buffer; where there is one already, it does not wait.
        free.offer(current.bytes);
        current = Chunk.end(new IOException("the stream is closed"));
    }

    /// Goes on to a chunk with unread bytes; false at the end.
    private boolean advance() throws IOException {
        while (position >= current.length) {
            if (current.isEnd()) {
                rethrow(current.failure);
                return false;
            }
            next();
        }
        return true;
    }

    private void next() throws InterruptedIOException {
        try {
            if (current != Chunk.EMPTY) {
                free.add(current.bytes);
            }
            current = Chunk.EMPTY;
            current = full.take();
            position = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
    }

    private static void rethrow(@Nullable Throwable failure) throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(failure);
        }
    }

    private void run(InputStream in) {
        try (in) {
            boolean more = true;
            while (more && !isClosed) {
                more = fill(in, buffer());
            }
        } catch (InterruptedException e) {
            full.add(Chunk.end(new InterruptedIOException("unpacking was cut short")));
        } catch (IOException e) {
            // Closing failed, after all bytes have been handed over.
        }
    }

    /// A free buffer; made when needed, so that short streams take little memory.
    private byte[] buffer() throws InterruptedException {
        byte[] used = free.poll();
        if (used != null) {
            return used;
        }
        if (made == BUFFERS) {
            return free.take();
        }
        made++;
        return new byte[BUFFER_BYTES];
    }

    /// Fills one buffer and hands it over, with the end when it came.
    private boolean fill(InputStream in, byte[] bytes) {
        int length = 0;
        Chunk end = null;
        while (end == null && length < bytes.length && !isClosed) {
            try {
                int read = in.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    end = Chunk.end(null);
                } else {
                    length += read;
                }
            } catch (Throwable e) {
                end = Chunk.end(e);
            }
        }
        full.add(new Chunk(bytes, length, null));
        if (end != null) {
            full.add(end);
        }
        return end == null;
    }
}
