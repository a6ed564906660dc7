// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One .xz block in memory, packed and unpacked: one thread decodes it while another already reads what is
/// there. Both pieces lie outside of the heap; the packed one is freed when it is decoded, the other, which is made
/// when decoding begins, by [#close].
final class XzBlock implements AutoCloseable {

    private static final int PIECE_BYTES = 128 << 10;

    private final XzBlockHeader header;
    private final Arena packedArena = Arena.ofShared();
    private final Arena unpackedArena = Arena.ofShared();
    private final ByteBuffer packed;
    private int position;

    /// Those below are guarded by this object.
    private ByteBuffer unpacked = ByteBuffer.allocate(0);

    private int decoded;
    private boolean isZeros;

    private boolean decoding;
    private boolean done;
    private boolean closed;
    private @Nullable Throwable failure;

    private XzBlock(XzBlockHeader header) {
        this.header = header;
        packed = packedArena.allocate(header.packedBytes()).asByteBuffer();
    }

    /// Reads the packed block that stands next.
    static XzBlock load(XzBlockHeader header, PeekableStream from, PackingErrors errors) throws IOException {
        XzBlock block = new XzBlock(header);
        try {
            while (block.packed.hasRemaining()) {
                if (from.read(block.packed) < 0) {
                    throw errors.cutOff();
                }
            }
            block.packed.flip();
            return block;
        } catch (IOException | RuntimeException e) {
            block.close();
            throw e;
        }
    }

    /// What it takes now of the memory budget.
    synchronized long cost() {
        if (!done) {
            return header.cost();
        }
        return isZeros ? 0 : header.unpackedBytes();
    }

    /// The whole packed block.
    ByteBuffer packed() {
        return packed.asReadOnlyBuffer();
    }

    /// The packed bytes as a stream.
    ByteStream packedStream() {
        ByteBuffer rest = packed();
        return new ByteStream() {
            @Override
            public int read(ByteBuffer into) {
                return take(rest, into);
            }
        };
    }

    /// Instead of decoding a block that is known to hold zeros only.
    synchronized void finishAsZeros() {
        isZeros = true;
        decoded = (int) header.unpackedBytes();
        finish(null);
    }

    /// Asks, in the decoding thread, whether anybody still wants the content; from then on that thread has to end
    /// with [#finish].
    synchronized boolean begin() {
        decoding = !closed;
        if (decoding) {
            unpacked = unpackedArena.allocate(header.unpackedBytes()).asByteBuffer();
        }
        return decoding;
    }

    /// Takes what comes out, to the end.
    ///
    /// @return all of it
    ByteBuffer fill(ByteStream content) throws IOException {
        boolean more = true;
        while (more) {
            // The end comes behind the last byte, and only then are the checks made.
            ByteBuffer room = unpacked.hasRemaining()
                    ? unpacked.slice(unpacked.position(), Math.min(PIECE_BYTES, unpacked.remaining()))
                    : ByteBuffer.allocate(1);
            int read = content.read(room);
            more = read >= 0;
            publish(unpacked.position(unpacked.position() + Math.max(0, read)).position());
        }
        return unpacked.duplicate().flip();
    }

    /// Says that no more will come, and why.
    synchronized void finish(@Nullable Throwable reason) {
        free(packedArena);
        failure = reason;
        done = true;
        if (closed) {
            free(unpackedArena);
        }
        notifyAll();
    }

    /// Reads on, waiting for the decoding thread; -1 at the end.
    int read(ByteBuffer into) throws IOException {
        int ready = Math.min(into.remaining(), await() - position);
        if (ready == 0) {
            return -1;
        }
        if (isZeros) {
            ready = PackedZeros.put(into, ready);
        } else {
            into.put(unpacked.slice(position, ready));
        }
        position += ready;
        return ready;
    }

    /// A native decoder may be writing just now: then its thread frees the memory.
    @Override
    public synchronized void close() {
        free(packedArena);
        closed = true;
        if (!decoding || done) {
            free(unpackedArena);
        }
    }

    private static void free(Arena arena) {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private synchronized void publish(int bytes) {
        decoded = bytes;
        notifyAll();
    }

    private synchronized int await() throws IOException {
        try {
            while (decoded == position && !done) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while unpacking");
        }
        if (decoded == position) {
            rethrow();
        }
        return decoded;
    }

    private void rethrow() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IOException(e);
        }
    }
}
