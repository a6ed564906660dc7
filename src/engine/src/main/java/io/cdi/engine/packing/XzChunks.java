// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;

/// An .xz block without sizes in its header, whose only filter is LZMA2: what `xz` writes with one thread. It is
/// decoded by the reading thread.
///
/// LZMA2 is a row of chunks of at most 2 MiB that say how long they are. Decoding one of zeros costs as much as
/// copying them byte by byte, and a sparse disk has thousands, all packed alike: a decoder that has decoded some of
/// them stands where it stood before, as the probabilities that they use have come to their bounds. So of a row of
/// equal chunks only those are given to the decoder that fill its dictionary with zeros; it goes on with the first
/// other chunk. Chunks are left out by [#GROUP], so that the position in the content, of which the decoder uses the
/// lowest four bits at most, stays right.
///
/// The decoder gets the other chunks as a stream of their own, without checks, to the end. The block's check, a
/// CRC64, is made here, over all zeros too, so nothing that is said above has to be trusted.
final class XzChunks extends ByteStream {

    /// Stream headers: magic, flags, CRC32 of the flags (section 2.1.1), for blocks with a CRC64 behind them, as `xz`
    /// writes it unless told otherwise, and for those without any check.
    private static final byte[] HEADER_WITH_CRC64 = {
        (byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0, 4, (byte) 0xE6, (byte) 0xD6, (byte) 0xB4, 0x46
    };

    private static final byte[] HEADER_WITHOUT_CHECK = {
        (byte) 0xFD, '7', 'z', 'X', 'Z', 0, 0, 0, (byte) 0xFF, 0x12, (byte) 0xD9, 0x41
    };

    private static final byte[] WITHOUT_CHECK = XzStream.flags(HEADER_WITHOUT_CHECK);

    private static final int CRC64_BYTES = 8;

    private static final int LONGEST_CHUNK_HEADER = 6;
    private static final int PLAIN_LZMA = 0x80;
    private static final int LZMA_WITH_RESET = 0xA0;
    private static final int LZMA_WITH_PROPERTIES = 0xC0;
    private static final int LARGEST_COPY = 2;

    private static final int GROUP = 16;
    /// So many times in a row, each with thousands of equal symbols, until their probabilities move no more.
    private static final int EQUAL_BEFORE = 2;

    private static final int SMALLEST_ZEROS = 1 << 20;
    private static final int LARGEST_PACKED_ZEROS = 4 << 10;

    private final PeekableStream packed;
    private final PackingErrors errors;
    private final XzCodec codec;
    private final XzIndex index;
    private final byte[] header;
    private final long dictionaryBytes;
    private final ByteStream decoder;

    private ByteBuffer given = ByteBuffer.allocate(0);
    private long sum;

    /// Of the whole block until now, and how much of that was left out.
    private long dataBytes;

    private long unpackedBytes;
    private long dataLeftOut;
    private long unpackedLeftOut;

    /// The chunk in work, or the chunks that are left out.
    private long left;

    private boolean leftOut;
    private boolean ended;

    /// The last decoded chunk, if it may be one of zeros; how many like it came before; how many zeros up to its end.
    private byte[] last = {};

    private int equalBefore;
    private long zeros;

    /// What a block that can be decoded here needs for its dictionary; empty for any other block.
    ///
    /// @param streamHeader all of it
    /// @param head has the block's header at `offset`
    static OptionalLong dictionary(byte[] streamHeader, byte[] head, int offset) {
        return Arrays.equals(streamHeader, HEADER_WITH_CRC64)
                ? XzBlockHeader.onlyDictionary(head, offset)
                : OptionalLong.empty();
    }

    /// @param packed stands at the block's header
    /// @param header that header, whole
    /// @param dictionaryBytes see [#dictionary]
    /// @param index is told of the block at its end
    XzChunks(
            PeekableStream packed,
            byte[] header,
            long dictionaryBytes,
            XzCodec codec,
            XzIndex index,
            PackingErrors errors)
            throws IOException {
        this.packed = packed;
        this.errors = errors;
        this.codec = codec;
        this.index = index;
        this.header = header;
        this.dictionaryBytes = dictionaryBytes;
        packed.skipNBytes(header.length);
        give(HEADER_WITHOUT_CHECK);
        give(header);
        decoder = codec.open(new PeekableStream(new Given()), errors);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (left == 0) {
            if (ended || !next()) {
                return -1;
            }
        }
        int read = leftOut ? PackedZeros.put(into, left) : decode(into);
        left -= read;
        unpackedBytes += read;
        return read;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        decoder.close();
    }

    private int decode(ByteBuffer into) throws IOException {
        ByteBuffer piece = into.slice(into.position(), (int) Math.min(left, into.remaining()));
        int read = decoder.read(piece);
        if (read < 0) {
            throw errors.corrupt("a chunk ends before its content does");
        }
        into.position(into.position() + read);
        piece.flip();
        sum = codec.crc64(sum, piece);
        if (last.length > 0 && PackedZeros.isZero(piece)) {
            zeros += read;
        } else {
            zeros = 0;
            last = new byte[0];
        }
        return read;
    }

    /// Goes on to the next chunk; false at the block's end, when all its checks are right.
    private boolean next() throws IOException {
        byte[] head = packed.peek(LONGEST_CHUNK_HEADER);
        int control = head.length == 0 ? -1 : head[0] & 0xFF;
        boolean isLzma = control >= PLAIN_LZMA;
        if (control < 0 || (control > 0 && head.length < (isLzma ? 5 : 3))) {
            throw errors.cutOff();
        }
        if (control == 0) {
            end();
            return false;
        }
        if (!isLzma && control > LARGEST_COPY) {
            throw errors.corrupt("a chunk of an unknown kind");
        }
        int content = (isLzma ? (control & 0x1F) << 16 : 0) + length(head, 1);
        int length = isLzma ? (control >= LZMA_WITH_PROPERTIES ? 6 : 5) + length(head, 3) : 3 + content;
        byte[] chunk = packed.peek(length);
        if (chunk.length < length) {
            throw errors.cutOff();
        }
        begin(chunk, content, isLzma && control < LZMA_WITH_RESET);
        return true;
    }

    private static int length(byte[] head, int offset) {
        return (((head[offset] & 0xFF) << 8) | (head[offset + 1] & 0xFF)) + 1;
    }

    private void begin(byte[] chunk, int content, boolean isPlain) throws IOException {
        boolean mayBeZeros = isPlain && content >= SMALLEST_ZEROS && chunk.length <= LARGEST_PACKED_ZEROS;
        boolean equal = mayBeZeros && Arrays.equals(chunk, last);
        leftOut = equal && equalBefore >= EQUAL_BEFORE && zeros >= dictionaryBytes && isGroup(chunk);
        int chunks = leftOut ? GROUP : 1;
        left = (long) chunks * content;
        if (leftOut) {
            sum = XzCrc64.withZeros(sum, left);
        } else {
            equalBefore = equal ? equalBefore + 1 : 0;
            last = mayBeZeros ? chunk : new byte[0];
            give(chunk);
        }
        int bytes = chunks * chunk.length;
        packed.advance(bytes);
        dataBytes += bytes;
        dataLeftOut += leftOut ? bytes : 0;
        unpackedLeftOut += leftOut ? left : 0;
    }

    private boolean isGroup(byte[] chunk) throws IOException {
        byte[] group = packed.peek(GROUP * chunk.length);
        return group.length == GROUP * chunk.length
                && Arrays.mismatch(group, chunk.length, group.length, group, 0, group.length - chunk.length) < 0;
    }

    /// Behind the chunks there are their end mark, padding, and the check (section 3).
    private void end() throws IOException {
        ended = true;
        dataBytes++;
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(endMark(dataBytes));
        XzInteger.writeLittleEndian(expected, sum);
        XzInteger.writeLittleEndian(expected, sum >>> Integer.SIZE);
        byte[] tail = packed.readNBytes(expected.size());
        if (tail.length < expected.size()) {
            throw errors.cutOff();
        }
        if (!Arrays.equals(tail, expected.toByteArray())) {
            throw errors.corrupt("the checksum of a block does not match");
        }
        endDecoder();
        index.add(block(dataBytes, CRC64_BYTES, unpackedBytes));
    }

    /// Has the decoder check that the last chunk is over, as it did with each one before when the next one came.
    private void endDecoder() throws IOException {
        long givenBytes = dataBytes - dataLeftOut;
        give(endMark(givenBytes));
        give(XzIndex.ofSingle(block(givenBytes, 0, unpackedBytes - unpackedLeftOut), WITHOUT_CHECK));
        if (decoder.read(ByteBuffer.allocate(1)) >= 0) {
            throw errors.corrupt("a chunk holds more than it says");
        }
    }

    private static byte[] endMark(long dataBytes) {
        return new byte[1 + XzBlockHeader.padding(dataBytes)];
    }

    private XzBlockHeader block(long dataBytes, int checkBytes, long unpackedBytes) {
        return XzBlockHeader.of(header.length, dataBytes, checkBytes, unpackedBytes, dictionaryBytes);
    }

    private void give(byte[] bytes) {
        given = ByteBuffer.allocate(given.remaining() + bytes.length)
                .put(given)
                .put(bytes)
                .flip();
    }

    /// What the decoder may take now, and no more: it gets the next chunk when all that this one holds has been read.
    private final class Given extends ByteStream {
        @Override
        public int read(ByteBuffer into) {
            return take(given, into);
        }
    }
}
