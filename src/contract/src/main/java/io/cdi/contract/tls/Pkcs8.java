// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The envelope that the JDK wants around a private RSA key (PKCS#8, RFC 5208) and that others leave out (PKCS#1,
/// RFC 8017 appendix A.1.2): SEQUENCE { version 0, algorithm rsaEncryption, OCTET STRING { the key } }.
public final class Pkcs8 {

    /// INTEGER 0, SEQUENCE { OBJECT IDENTIFIER 1.2.840.113549.1.1.1, NULL }
    private static final byte[] VERSION_AND_ALGORITHM = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private Pkcs8() {}

    public static byte[] wrap(byte[] key) {
        return Der.sequence(VERSION_AND_ALGORITHM, Der.octets(key));
    }

    /// @param envelope as the JDK encodes a private RSA key
    public static byte[] unwrap(byte[] envelope) {
        ByteBuffer rest = ByteBuffer.wrap(envelope);
        header(rest);
        rest.position(rest.position() + VERSION_AND_ALGORITHM.length);
        byte[] key = new byte[header(rest)];
        rest.get(key);
        return key;
    }

    /// @return how long the element is that begins here
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
