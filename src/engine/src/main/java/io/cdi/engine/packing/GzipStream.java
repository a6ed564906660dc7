// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// RFC 1952, where the machine has no [Libisal]. Own framing around the JDK's zlib, because
/// [java.util.zip.GZIPInputStream] takes what follows the last member for padding whatever it is, and finds further
/// members only when `available()` says there are bytes.
final class GzipStream extends Decoder {

    /// Small enough to be in the processor's cache still when the CRC looks at it.
    private static final int PIECE_BYTES = 128 << 10;

    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final CRC32 headerCrc = new CRC32();

    private GzipStream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    static Decoder of(PeekableStream packed, PackingErrors errors, Optional<Libisal> library) {
        return library.<Decoder>map(found -> new MemberDecoder(packed, errors) {
                    @Override
                    ByteStream member() {
                        return found.open(packed, errors);
                    }
                })
                .orElseGet(() -> new GzipStream(packed, errors));
    }

    @Override
    void openMember() throws IOException {
        headerCrc.reset();
        skipHeaderBytes(2);
        int method = headerByte();
        int flags = headerByte();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw errors.corrupt("unknown method " + method + " or flags " + flags);
        }
        skipHeaderBytes(6);
        if ((flags & HAS_EXTRA) != 0) {
            skipHeaderBytes(headerByte() | (headerByte() << 8));
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            checkHeader();
        }
        inflater.reset();
        crc.reset();
    }

    @Override
    int readMember(ByteBuffer into) throws IOException {
        ByteBuffer piece = into.slice(into.position(), Math.min(into.remaining(), PIECE_BYTES));
        while (!inflater.finished()) {
            if (inflater.needsInput()) {
                feed();
            }
            int read = inflate(piece);
            if (read > 0) {
                crc.update(piece.flip());
                into.position(into.position() + read);
                return read;
            }
        }
        checkTrailer();
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        super.close();
    }

    /// Any byte in the buffer below may be the member's last, so what the inflater does not use stays there. It
    /// always finds bytes in a whole file, if only those of the trailer.
    private void feed() throws IOException {
        if (!packed.fill()) {
            throw errors.cutOff();
        }
        inflater.setInput(packed.buffer(), packed.start(), packed.buffered());
    }

    private int inflate(ByteBuffer into) throws IOException {
        int before = inflater.getRemaining();
        try {
            int read = inflater.inflate(into);
            packed.advance(before - inflater.getRemaining());
            return read;
        } catch (DataFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void checkTrailer() throws IOException {
        long expectedCrc = littleEndianInt();
        long expectedLength = littleEndianInt();
        if (expectedCrc != crc.getValue()) {
            throw errors.corrupt("the CRC does not match");
        }
        if (expectedLength != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw errors.corrupt("the length does not match");
        }
    }

    private void checkHeader() throws IOException {
        int expected = (int) headerCrc.getValue() & 0xFFFF;
        if ((headerByte() | (headerByte() << 8)) != expected) {
            throw errors.corrupt("the CRC of the header does not match");
        }
    }

    private void skipText() throws IOException {
        while (headerByte() != 0) {
            // Up to its final zero.
        }
    }

    private void skipHeaderBytes(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private int headerByte() throws IOException {
        int value = packed.read();
        if (value < 0) {
            throw errors.cutOff();
        }
        headerCrc.update(value);
        return value;
    }

    private long littleEndianInt() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= (long) headerByte() << shift;
        }
        return value;
    }
}
