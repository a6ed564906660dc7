// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// One .xz stream. Blocks that carry their sizes in their headers, as `xz -T` and its like write them, are read
/// ahead whole, decoded by several threads, and read in order. Of others nobody knows where they end before they are
/// decoded: one by one, by the reading thread, see [XzChunks].
///
/// What is in memory at one time is bounded by a budget: the next block is read when there is room for it,
/// packed and unpacked, and its dictionary. For the blocks of `xz -6` (24 MiB) that is room for two at once. A
/// block that would leave no room for another one (`xz -7` and higher) is decoded right from the stream by the
/// reading thread, too, and takes only its dictionary.
///
/// Blocks of zeros, all but the first few, are not decoded: see [PackedZeros].
///
/// A block with sizes is given to the decoder dressed up as a stream of its own: header, block, and the index and
/// footer that belong to it. So the decoder checks its sizes and checksum, and nothing of that is done here. The
/// real index is compared at the end with the blocks that were read.
final class XzBlocks extends ByteStream {

    private static final long BUDGET_BYTES = 96 << 20;
    private static final long LARGEST_BLOCK_BYTES = 56 << 20;
    /// So many are in work at once, however much room there is: each thread has its decoder's memory.
    static final int MOST_BLOCKS = 8;

    private final PeekableStream packed;
    private final PackingErrors errors;
    private final XzCodec codec;
    private final Executor threads;
    private final byte[] streamHeader;
    private final XzIndex index;
    private final PackedZeros zeros = new PackedZeros();
    private final Deque<XzBlock> ahead = new ArrayDeque<>();
    private @Nullable ByteStream direct;
    private boolean allBlocksRead;
    private boolean ended;

    /// @param packed stands at the stream's header
    XzBlocks(PeekableStream packed, PackingErrors errors, XzCodec codec, Executor threads) throws IOException {
        this.packed = packed;
        this.errors = errors;
        this.codec = codec;
        this.threads = threads;
        this.streamHeader = packed.readNBytes(XzStream.HEADER_BYTES);
        this.index = new XzIndex(flags());
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!ended) {
            readAhead();
            int read = readOn(into);
            if (read >= 0) {
                return read;
            }
            endBlock();
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        for (XzBlock block : ahead) {
            block.close();
        }
        ahead.clear();
        if (direct != null) {
            direct.close();
        }
        ended = true;
    }

    private int readOn(ByteBuffer into) throws IOException {
        if (direct != null) {
            return direct.read(into);
        }
        XzBlock head = ahead.peek();
        return head == null ? -1 : head.read(into);
    }

    private void endBlock() throws IOException {
        XzBlock head = ahead.poll();
        if (direct != null) {
            direct.close();
            direct = null;
        } else if (head != null) {
            head.close();
        } else {
            index.verify(packed, errors);
            ended = true;
        }
    }

    /// Reads as many blocks as there is room for.
    private void readAhead() throws IOException {
        while (direct == null && !allBlocksRead && ahead.size() < MOST_BLOCKS) {
            byte[] head = packed.peek(XzBlockHeader.HEAD_BYTES);
            if (head.length == 0 || head.length < XzBlockHeader.length(head, 0)) {
                throw errors.cutOff();
            }
            if (head[0] == 0) {
                allBlocksRead = true;
                return;
            }
            Optional<XzBlockHeader> header = XzBlockHeader.parse(head, 0, XzStream.checkBytes(streamHeader));
            if (!(header.isPresent() ? begin(header.get()) : begin(head))) {
                return;
            }
            header.ifPresent(index::add);
        }
    }

    /// Begins to decode the next block, which does not say its sizes, when no other is in work.
    private boolean begin(byte[] head) throws IOException {
        if (ahead.isEmpty()) {
            long dictionaryBytes = XzChunks.dictionary(streamHeader, head, 0)
                    .orElseThrow(() -> errors.corrupt("a block header is broken or unlike the first one"));
            byte[] header = Arrays.copyOf(head, XzBlockHeader.length(head, 0));
            direct = new XzChunks(packed, header, dictionaryBytes, codec, index, errors);
        }
        return direct != null;
    }

    /// Begins to decode the next block, if there is room for it.
    private boolean begin(XzBlockHeader header) throws IOException {
        if (header.cost() > LARGEST_BLOCK_BYTES) {
            if (!ahead.isEmpty()) {
                return false;
            }
            direct = open(header, new Limited(packed, header.packedBytes()));
            return true;
        }
        if (ahead.stream().mapToLong(XzBlock::cost).sum() + header.cost() > BUDGET_BYTES) {
            return false;
        }
        XzBlock block = XzBlock.load(header, packed, errors);
        ahead.add(block);
        if (zeros.matches(block.packed())) {
            block.finishAsZeros();
        } else {
            threads.execute(() -> decode(header, block));
        }
        return true;
    }

    private void decode(XzBlockHeader header, XzBlock block) {
        try {
            if (block.begin()) {
                try (ByteStream content = open(header, block.packedStream())) {
                    zeros.learn(block.packed(), block.fill(content));
                }
                block.finish(null);
            }
        } catch (IOException | RuntimeException e) {
            block.finish(e instanceof TransferException ? e : errors.corrupt(e));
        } catch (Error e) {
            block.finish(e);
        }
    }

    /// Decodes a block as if it were the only one of a stream.
    private ByteStream open(XzBlockHeader header, InputStream block) throws IOException {
        InputStream alone = new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(streamHeader),
                block,
                new ByteArrayInputStream(XzIndex.ofSingle(header, flags())))));
        return codec.open(new PeekableStream(alone), errors);
    }

    private byte[] flags() {
        return XzStream.flags(streamHeader);
    }
}
