// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The .xz file format 1.2. The first block of a stream decides how it is decoded: when it carries its sizes, by
/// [XzBlocks] on all cores; else, as a plain `xz` before 5.6 writes it, as one piece, since nobody knows where a
/// block ends before it is decoded.
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
        boolean sized = head.length > HEADER_BYTES
                && XzBlockHeader.parse(head, HEADER_BYTES, checkBytes(head)).isPresent();
        return sized ? new XzBlocks(packed, errors, codec, threads) : codec.open(packed, errors);
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
