// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// One member being decoded by a library of the machine: from a small native buffer, into the reader's
/// if that is outside of the heap, and else through another one. At its end [#packed] stands right
/// behind the member.
abstract class NativeDecoding extends ByteStream {

    private static final int IN_BYTES = 64 << 10;
    private static final int OUT_BYTES = 128 << 10;

    /// What one call of the decoder did.
    ///
    /// @param used of the bytes that it was given
    /// @param made bytes of content
    /// @param ended whether the member is complete and its checks were right
    record Step(int used, int made, boolean ended) {}

    private final PeekableStream packed;
    private final PackingErrors errors;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(IN_BYTES);
    private MemorySegment out = MemorySegment.NULL;
    private boolean ended;

    NativeDecoding(PeekableStream packed, PackingErrors errors) {
        this.packed = packed;
        this.errors = errors;
    }

    /// Zeroed memory for the library's own structure, as long as this decoding is open.
    final MemorySegment memory(long bytes) {
        return arena.allocate(bytes, Long.BYTES);
    }

    /// Lets the decoder use the first `given` bytes, and fill `into` as far as it can.
    ///
    /// @throws IOException when the bytes are wrong
    abstract Step code(MemorySegment from, int given, MemorySegment into) throws IOException;

    /// Frees the library's memory.
    abstract void release();

    @Override
    public final int read(ByteBuffer into) throws IOException {
        int decoded = decode(into.isDirect() ? MemorySegment.ofBuffer(into) : out(into.remaining()));
        if (into.isDirect()) {
            into.position(into.position() + decoded);
        } else {
            into.put(out.asSlice(0, decoded).asByteBuffer());
        }
        return decoded > 0 ? decoded : -1;
    }

    private MemorySegment out(int wanted) {
        if (out.byteSize() == 0) {
            out = arena.allocate(OUT_BYTES);
        }
        return out.asSlice(0, Math.min(wanted, OUT_BYTES));
    }

    private int decode(MemorySegment into) throws IOException {
        int decoded = 0;
        while (decoded == 0 && !ended) {
            boolean more = packed.fill();
            decoded = step(into);
            if (decoded == 0 && !more && !ended) {
                throw errors.cutOff();
            }
        }
        return decoded;
    }

    private int step(MemorySegment into) throws IOException {
        int given = Math.min(packed.buffered(), IN_BYTES);
        MemorySegment.copy(packed.buffer(), packed.start(), in, JAVA_BYTE, 0, given);
        Step step = code(in, given, into);
        packed.advance(step.used());
        ended = step.ended();
        return step.made();
    }

    @Override
    public final void close() {
        ended = true;
        if (arena.scope().isAlive()) {
            release();
            arena.close();
        }
    }
}
