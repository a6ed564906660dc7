// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// The little of DER (ITU-T X.690) that certificates and keys are written in. Each method returns a whole element.
final class Der {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int EXPLICIT = 0xa0;

    private Der() {}

    static byte[] sequence(byte[]... elements) {
        return element(SEQUENCE, elements);
    }

    static byte[] set(byte[]... elements) {
        return element(SET, elements);
    }

    /// An element under a tag of its context.
    static byte[] explicit(int tag, byte[] element) {
        return element(EXPLICIT | tag, element);
    }

    static byte[] integer(BigInteger value) {
        return element(INTEGER, value.toByteArray());
    }

    static byte[] bits(byte[] wholeBytes) {
        return element(BIT_STRING, new byte[] {0}, wholeBytes);
    }

    static byte[] octets(byte[] content) {
        return element(OCTET_STRING, content);
    }

    static byte[] text(String text) {
        return element(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param text `yyMMddHHmmssZ`
    static byte[] utcTime(String text) {
        return element(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] objectIdentifier(int first, int second, int... others) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(first * 40 + second);
        for (int number : others) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (number >> shift != 0) {
                    content.write((number >> shift & 0x7f) | 0x80);
                }
            }
            content.write(number & 0x7f);
        }
        return element(OBJECT_IDENTIFIER, content.toByteArray());
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
