// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/// What the header of an .xz block says before the block is read (file format 1.2, section 3.1).
///
/// @param packedBytes the whole block in the file: header, data, padding and check
/// @param unpaddedBytes the same without the padding, as the index has it
/// @param unpackedBytes what comes out
/// @param dictionaryBytes what decoding needs for its dictionary
record XzBlockHeader(long packedBytes, long unpaddedBytes, long unpackedBytes, long dictionaryBytes) {

    private static final int LARGEST = 1024;
    private static final int HAS_PACKED_SIZE = 0x40;
    private static final int HAS_UNPACKED_SIZE = 0x80;
    private static final int FILTER_COUNT_LESS_ONE = 0x03;
    private static final int LZMA2 = 0x21;
    private static final int LARGEST_DICTIONARY_CODE = 40;

    /// Larger than any file, and far from an overflow.
    private static final long LARGEST_SIZE = 1L << 60;

    /// How many bytes [#parse] wants to see.
    static final int HEAD_BYTES = LARGEST;

    /// Reads the header at `offset`; empty when it does not carry both sizes or is broken, which its decoder
    /// will say better.
    static Optional<XzBlockHeader> parse(byte[] bytes, int offset, int checkBytes) {
        if (!isIntact(bytes, offset)) {
            return Optional.empty();
        }
        int headerBytes = length(bytes, offset);
        int flags = bytes[offset + 1] & 0xFF;
        if ((flags & HAS_PACKED_SIZE) == 0 || (flags & HAS_UNPACKED_SIZE) == 0) {
            return Optional.empty();
        }
        XzInteger.Reader fields = new XzInteger.Reader(bytes, offset + 2, offset + headerBytes - 4);
        long dataBytes = fields.next();
        long unpackedBytes = fields.next();
        long dictionaryBytes = dictionary(fields, (flags & FILTER_COUNT_LESS_ONE) + 1);
        if (dataBytes <= 0 || dataBytes > LARGEST_SIZE || unpackedBytes < 0 || dictionaryBytes < 0) {
            return Optional.empty();
        }
        return Optional.of(of(headerBytes, dataBytes, checkBytes, unpackedBytes, dictionaryBytes));
    }

    /// What the header of a block of such parts would say; the data are padded to a multiple of four.
    static XzBlockHeader of(int headerBytes, long dataBytes, int checkBytes, long unpackedBytes, long dictionaryBytes) {
        long unpaddedBytes = headerBytes + dataBytes + checkBytes;
        return new XzBlockHeader(unpaddedBytes + padding(dataBytes), unpaddedBytes, unpackedBytes, dictionaryBytes);
    }

    /// How many zeros stand behind the data of a block.
    static int padding(long dataBytes) {
        return (int) (-dataBytes & 3);
    }

    /// What decoding needs for its dictionary, if the header has no sizes, and LZMA2 is all that was done to the block.
    static OptionalLong onlyDictionary(byte[] bytes, int offset) {
        if (!isIntact(bytes, offset) || bytes[offset + 1] != 0) {
            return OptionalLong.empty();
        }
        int end = offset + length(bytes, offset) - 4;
        long dictionaryBytes = dictionary(new XzInteger.Reader(bytes, offset + 2, end), 1);
        return dictionaryBytes < 0 ? OptionalLong.empty() : OptionalLong.of(dictionaryBytes);
    }

    /// The length of the header that begins at `offset`.
    static int length(byte[] bytes, int offset) {
        return ((bytes[offset] & 0xFF) + 1) * 4;
    }

    /// All memory that decoding this block on its own takes.
    long cost() {
        return Math.min(packedBytes, LARGEST_SIZE) + Math.min(unpackedBytes, LARGEST_SIZE) + dictionaryBytes;
    }

    private static boolean isIntact(byte[] bytes, int offset) {
        int headerBytes = offset < bytes.length ? length(bytes, offset) : LARGEST;
        if (offset + headerBytes > bytes.length) {
            return false;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, offset, headerBytes - 4);
        return XzInteger.littleEndian(bytes, offset + headerBytes - 4) == (int) crc.getValue();
    }

    private static long dictionary(XzInteger.Reader fields, int filters) {
        for (int i = 0; i < filters; i++) {
            long filter = fields.next();
            long properties = fields.next();
            if (filter == LZMA2 && properties == 1) {
                int code = fields.octet();
                return code < 0 || code > LARGEST_DICTIONARY_CODE ? -1 : (2L | (code & 1)) << (code / 2 + 11);
            }
            fields.skip(properties);
        }
        return -1;
    }
}
