// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// RFC 8878 by libzstd, which verifies the checksums of frames that have one. Skippable frames are frames
/// without content. It refuses windows of more than 128 MiB, our own limit, by itself. Its calls are quicker
/// with direct buffers than with arrays, copies included; a reader's direct buffer is filled in place.
final class ZstdStream extends Decoder {

    /// Small: where a few packed bytes become a whole buffer, the others would be copied again for the next one.
    private static final int IN_BYTES = 16 << 10;
    private static final int OUT_BYTES = 128 << 10;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer in = ByteBuffer.allocateDirect(IN_BYTES);
    /// For readers with an array; made for the first of them.
    private ByteBuffer out = ByteBuffer.allocateDirect(0);
    private boolean frameComplete;

    ZstdStream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    @Override
    void openMember() {
        frameComplete = false;
    }

    @Override
    int readMember(ByteBuffer into) throws IOException {
        if (into.isDirect()) {
            return decodeSome(into);
        }
        if (out.capacity() == 0) {
            out = ByteBuffer.allocateDirect(OUT_BYTES);
        }
        int decoded = decodeSome(out.clear().limit(Math.min(into.remaining(), OUT_BYTES)));
        into.put(out.flip());
        return decoded;
    }

    private int decodeSome(ByteBuffer into) throws IOException {
        int begin = into.position();
        while (into.position() == begin && !frameComplete) {
            boolean more = packed.fill();
            decode(into);
            if (into.position() == begin && !more && !frameComplete) {
                throw errors.cutOff();
            }
        }
        int decoded = into.position() - begin;
        return decoded > 0 ? decoded : -1;
    }

    @Override
    public void close() throws IOException {
        context.close();
        super.close();
    }

    /// Lets the decoder use what is buffered in [#packed].
    private void decode(ByteBuffer into) throws IOException {
        int given = Math.min(packed.buffered(), IN_BYTES);
        in.clear().put(packed.buffer(), packed.start(), given).flip();
        try {
            frameComplete = context.decompressDirectByteBufferStream(into, in);
        } catch (ZstdException e) {
            if (Math.abs(e.getErrorCode()) == Zstd.errFrameParameterWindowTooLarge()) {
                throw errors.tooHungry("its window needs more than " + (PackingErrors.MEMORY_LIMIT >> 20) + " MiB");
            }
            throw new IOException(e.getMessage(), e);
        }
        packed.advance(given - in.remaining());
    }
}
