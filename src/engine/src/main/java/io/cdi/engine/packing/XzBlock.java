// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One .xz block in memory, packed and unpacked: one thread decodes it while another already reads what is
/// there. Both pieces lie outside of the heap; the packed one is freed when it is decoded, the other by
/// [#close].
final class XzBlock implements AutoCloseable {

    private static final int PIECE_BYTES = 128 << 10;

    private final XzBlockHeader header;
    private final Arena packedArena = Arena.ofShared();
    private final Arena unpackedArena = Arena.ofShared();
    private final MemorySegment packed;
    private final MemorySegment unpacked;
    private long position;

    /// The three below are guarded by this object.
    private long decoded;

    private boolean done;
    private @Nullable Throwable failure;

    private XzBlock(XzBlockHeader header) {
        this.header = header;
        packed = packedArena.allocate(header.packedBytes());
        unpacked = unpackedArena.allocate(header.unpackedBytes());
    }

    /// Reads the packed block that stands next.
    static XzBlock load(XzBlockHeader header, PeekableStream from, PackingErrors errors) throws IOException {
        XzBlock block = new XzBlock(header);
        try {
            byte[] piece = new byte[PIECE_BYTES];
            for (long at = 0; at < block.packed.byteSize(); ) {
                int read = from.read(piece, 0, (int) Math.min(piece.length, block.packed.byteSize() - at));
                if (read < 0) {
                    throw errors.cutOff();
                }
                MemorySegment.copy(piece, 0, block.packed, JAVA_BYTE, at, read);
                at += read;
            }
            return block;
        } catch (IOException | RuntimeException e) {
            block.close();
            throw e;
        }
    }

    /// What it takes now of the memory budget.
    synchronized long cost() {
        return done ? header.unpackedBytes() : header.cost();
    }

    /// The packed bytes.
    InputStream packed() {
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                return at < packed.byteSize() ? packed.get(JAVA_BYTE, at++) & 0xFF : -1;
            }

            @Override
            public int read(byte[] into, int offset, int count) {
                int ready = (int) Math.min(count, packed.byteSize() - at);
                MemorySegment.copy(packed, JAVA_BYTE, at, into, offset, ready);
                at += ready;
                return ready > 0 ? ready : -1;
            }
        };
    }

    /// Takes what comes out, to the end.
    void fill(InputStream content) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        long at = 0;
        for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
            MemorySegment.copy(piece, 0, unpacked, JAVA_BYTE, at, read);
            at += read;
            publish(at);
        }
        finish(null);
    }

    /// Says that no more will come, and why.
    synchronized void finish(@Nullable Throwable reason) {
        freePacked();
        failure = reason;
        done = true;
        notifyAll();
    }

    /// Reads on, waiting for the decoding thread; -1 at the end.
    int read(byte[] into, int offset, int count) throws IOException {
        int ready = (int) Math.min(count, await() - position);
        if (ready == 0) {
            return -1;
        }
        MemorySegment.copy(unpacked, JAVA_BYTE, position, into, offset, ready);
        position += ready;
        return ready;
    }

    @Override
    public void close() {
        freePacked();
        unpackedArena.close();
    }

    private synchronized void freePacked() {
        if (packedArena.scope().isAlive()) {
            packedArena.close();
        }
    }

    private synchronized void publish(long bytes) {
        decoded = bytes;
        notifyAll();
    }

    private synchronized long await() throws IOException {
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
