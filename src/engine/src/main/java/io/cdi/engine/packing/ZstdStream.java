// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// RFC 8878 by libzstd, which verifies the checksums of frames that have one. Skippable frames are frames
/// without content.
final class ZstdStream extends Decoder {

    private static final int WINDOW_LOG_LIMIT = 31 - Integer.numberOfLeadingZeros(PackingErrors.MEMORY_LIMIT);
    private static final int ERROR_WINDOW_TOO_LARGE = 16;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private boolean frameComplete;

    ZstdStream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
        context.setLongMax(WINDOW_LOG_LIMIT);
    }

    @Override
    void openMember() {
        frameComplete = false;
    }

    @Override
    int readMember(byte[] into, int offset, int count) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(into, offset, count);
        while (!frameComplete) {
            boolean more = packed.fill();
            frameComplete = decode(to);
            if (to.position() > offset) {
                return to.position() - offset;
            }
            if (!more && !frameComplete) {
                throw errors.cutOff();
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        context.close();
        super.close();
    }

    private boolean decode(ByteBuffer to) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(packed.buffer(), packed.start(), packed.buffered());
        try {
            boolean complete = context.decompressByteBufferStream(to, from);
            packed.advance(from.position() - packed.start());
            return complete;
        } catch (ZstdException e) {
            if (e.getErrorCode() == ERROR_WINDOW_TOO_LARGE) {
                throw errors.tooHungry("its window needs more than " + (PackingErrors.MEMORY_LIMIT >> 20) + " MiB");
            }
            throw new IOException(e.getMessage(), e);
        }
    }
}
