// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// RFC 8878 by libzstd, which verifies the checksums of frames that have one. Skippable frames are frames
/// without content. It refuses windows of more than 128 MiB, our own limit, by itself. Its calls are quicker
/// with direct buffers than with arrays, copies included.
final class ZstdStream extends Decoder {

    /// Small: where a few packed bytes become a whole buffer, the others would be copied again for the next one.
    private static final int IN_BYTES = 16 << 10;
    private static final int OUT_BYTES = 256 << 10;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(OUT_BYTES);
    private boolean frameComplete;

    ZstdStream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    @Override
    void openMember() {
        frameComplete = false;
    }

    @Override
    int readMember(byte[] into, int offset, int count) throws IOException {
        out.clear().limit(Math.min(count, OUT_BYTES));
        while (out.position() == 0 && !frameComplete) {
            boolean more = packed.fill();
            decode();
            if (out.position() == 0 && !more && !frameComplete) {
                throw errors.cutOff();
            }
        }
        int decoded = out.position();
        out.get(0, into, offset, decoded);
        return decoded > 0 ? decoded : -1;
    }

    @Override
    public void close() throws IOException {
        context.close();
        super.close();
    }

    /// Lets the decoder use what is buffered in [#packed].
    private void decode() throws IOException {
        int given = Math.min(packed.buffered(), IN_BYTES);
        in.clear().put(packed.buffer(), packed.start(), given).flip();
        try {
            frameComplete = context.decompressDirectByteBufferStream(out, in);
        } catch (ZstdException e) {
            if (Math.abs(e.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge()) {
                throw errors.tooHungry("its window needs more than " + (PackingErrors.MEMORY_LIMIT >> 20) + " MiB");
            }
            throw new IOException(e.getMessage(), e);
        }
        packed.advance(given - in.remaining());
    }
}
