// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The .xz file format 1.2. The first block of a stream decides how it is decoded: by [XzBlocks] when it carries its
/// sizes, or is what `xz` writes unless it is told otherwise; else in one piece.
final class XzStream extends MemberDecoder {

    static final int HEADER_BYTES = 12;
    private static final int FLAGS_OFFSET = 6;

    private final XzCodec codec;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.min(Runtime.getRuntime().availableProcessors(), XzBlocks.MOST_BLOCKS),
            Thread.ofPlatform().name("unpack-xz-block-", 1).daemon().factory());

    XzStream(PeekableStream packed, PackingErrors errors, XzCodec codec) {
        super(packed, errors);
        this.codec = codec;
    }

    @Override
    ByteStream member() throws IOException {
        byte[] head = packed.peek(HEADER_BYTES + XzBlockHeader.HEAD_BYTES);
        boolean inBlocks = head.length > HEADER_BYTES
                && (XzBlockHeader.parse(head, HEADER_BYTES, checkBytes(head)).isPresent()
                        || XzChunks.dictionary(Arrays.copyOf(head, HEADER_BYTES), head, HEADER_BYTES)
                                .isPresent());
        return inBlocks ? new XzBlocks(packed, errors, codec, threads) : codec.open(packed, errors);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        super.close();
    }

    /// The two bytes of a stream's header that its footer repeats.
    static byte[] flags(byte[] header) {
        return Arrays.copyOfRange(header, FLAGS_OFFSET, FLAGS_OFFSET + 2);
    }

    /// The length of the check behind each block (section 2.1.1.2): 0 for kind 0, 4 for kinds 1 to 3, twice as
    /// much for each further three.
    static int checkBytes(byte[] header) {
        int kind = header[FLAGS_OFFSET + 1] & 0x0F;
        return kind == 0 ? 0 : 4 << ((kind - 1) / 3);
    }
}
