// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.io.ByteArrayOutputStream;

/// Integers of the .xz file format: seven bits a byte, lowest first (file format 1.2, section 1.2).
final class XzInteger {

    private static final int MOST_BYTES = 9;

    private XzInteger() {}

    static void write(ByteArrayOutputStream out, long value) {
        long left = value;
        while (left >= 0x80) {
            out.write(((int) left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    static int littleEndian(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF)
                | (bytes[offset + 1] & 0xFF) << 8
                | (bytes[offset + 2] & 0xFF) << 16
                | (bytes[offset + 3] & 0xFF) << 24;
    }

    static void writeLittleEndian(ByteArrayOutputStream out, long value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write((int) (value >>> shift) & 0xFF);
        }
    }

    /// Reads one field after the other; -1 for each from the first broken one on.
    static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int position;

        Reader(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.position = start;
            this.end = end;
        }

        long next() {
            long value = 0;
            for (int i = 0; i < MOST_BYTES; i++) {
                int octet = octet();
                if (octet < 0) {
                    return -1;
                }
                value |= (octet & 0x7FL) << (7 * i);
                if (octet < 0x80) {
                    return value;
                }
            }
            position = end;
            return -1;
        }

        int octet() {
            return position < end ? bytes[position++] & 0xFF : -1;
        }

        void skip(long count) {
            position = count < 0 || count > end - position ? end : position + (int) count;
        }
    }
}
