// SPDX-License-Identifier: Apache-2.0
package io.cdi.tokens;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The envelope that the JDK wants around an RSA key (PKCS#8, RFC 5208) and that the Secret's text does not
/// have (PKCS#1, RFC 8017 appendix A.1.2): SEQUENCE { version 0, algorithm rsaEncryption, OCTET STRING { the
/// key } }.
final class Pkcs8 {

    private static final byte SEQUENCE = 0x30;
    private static final byte OCTET_STRING = 0x04;
    /// INTEGER 0, SEQUENCE { OBJECT IDENTIFIER 1.2.840.113549.1.1.1, NULL }
    private static final byte[] VERSION_AND_ALGORITHM = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private Pkcs8() {}

    static byte[] wrap(byte[] key) {
        byte[] octets = element(OCTET_STRING, key);
        return element(
                SEQUENCE,
                ByteBuffer.allocate(VERSION_AND_ALGORITHM.length + octets.length)
                        .put(VERSION_AND_ALGORITHM)
                        .put(octets)
                        .array());
    }

    /// @param envelope as the JDK encodes a private RSA key
    static byte[] unwrap(byte[] envelope) {
        ByteBuffer rest = ByteBuffer.wrap(envelope);
        header(rest);
        rest.position(rest.position() + VERSION_AND_ALGORITHM.length);
        byte[] key = new byte[header(rest)];
        rest.get(key);
        return key;
    }

    /// Tag and length (X.690 8.1.3); of two bytes for all that is as long as an RSA key.
    private static byte[] element(byte tag, byte[] content) {
        return ByteBuffer.allocate(content.length + 4)
                .put(tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static int header(ByteBuffer rest) {
        rest.get();
        int length = Byte.toUnsignedInt(rest.get());
        if (length < 0x80) {
            return length;
        }
        int value = 0;
        for (int i = length & 0x7f; i > 0; i--) {
            value = value << 8 | Byte.toUnsignedInt(rest.get());
        }
        return value;
    }
}
