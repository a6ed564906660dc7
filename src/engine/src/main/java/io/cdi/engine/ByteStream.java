// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A stream that is read into buffers, so that bytes on their way to memory outside of the heap need not pass
/// through an array first. On the way of a disk's 8 GiB each copy less is felt.
public abstract class ByteStream extends PieceStream {

    private static final int PIECE_BYTES = 128 << 10;

    /// Reads at least one byte to the buffer's position and moves it. The buffer has room.
    ///
    /// @return how many bytes, or -1 at the end
    public abstract int read(ByteBuffer into) throws IOException;

    @Override
    public final int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        return count == 0 ? 0 : read(ByteBuffer.wrap(into, offset, count));
    }

    /// Reads from a buffer as from a stream.
    ///
    /// @return how many bytes, or -1 when it is empty
    public static int take(ByteBuffer from, ByteBuffer into) {
        int ready = Math.min(into.remaining(), from.remaining());
        into.put(from.slice(from.position(), ready));
        from.position(from.position() + ready);
        return ready > 0 ? ready : -1;
    }

    /// The same stream, read into buffers by way of an array where it knows no better.
    public static ByteStream of(InputStream in) {
        return in instanceof ByteStream bytes ? bytes : new Adapted(in);
    }

    private static final class Adapted extends ByteStream {
        private final InputStream in;
        private byte[] piece = new byte[0];

        Adapted(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (into.hasArray()) {
                int read = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
                into.position(into.position() + Math.max(0, read));
                return read;
            }
            if (piece.length < PIECE_BYTES) {
                piece = new byte[PIECE_BYTES];
            }
            int read = in.read(piece, 0, Math.min(piece.length, into.remaining()));
            into.put(piece, 0, Math.max(0, read));
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
