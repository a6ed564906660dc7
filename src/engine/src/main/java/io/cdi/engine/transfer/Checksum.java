// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.Libcrypto;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// What the bytes of a source, as transferred, must hash to: `sha256:<hex>`. Also md5, sha1 and sha512.
///
/// @param hex the expected value in lower-case hexadecimal digits
public record Checksum(Algorithm algorithm, String hex) {

    /// The algorithms of the DataVolume API.
    public enum Algorithm {
        MD5("MD5", 32),
        SHA1("SHA-1", 40),
        SHA256("SHA-256", 64),
        SHA512("SHA-512", 128);

        private final String jcaName;
        private final int hexDigits;

        Algorithm(String jcaName, int hexDigits) {
            this.jcaName = jcaName;
            this.hexDigits = hexDigits;
        }

        MessageDigest digest() {
            try {
                return Libcrypto.digest(jcaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + jcaName, e);
            }
        }
    }

    /// @throws IllegalArgumentException when the text is not `algorithm:hex`, in the words of the pod contract
    public static Checksum parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "invalid checksum format: expected 'algorithm:hash', got '" + text + "'");
        }
        String name = text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String hex = text.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        if (hex.isEmpty()) {
            throw new IllegalArgumentException("checksum hash value cannot be empty");
        }
        Algorithm algorithm = switch (name) {
            case "md5" -> Algorithm.MD5;
            case "sha1" -> Algorithm.SHA1;
            case "sha256" -> Algorithm.SHA256;
            case "sha512" -> Algorithm.SHA512;
            default ->
                throw new IllegalArgumentException("unsupported hash algorithm '" + name
                        + "': supported algorithms are: md5, sha1, sha256, sha512");
        };
        if (hex.length() != algorithm.hexDigits) {
            throw new IllegalArgumentException("invalid " + name + " hash length: expected " + algorithm.hexDigits
                    + " hex characters, got " + hex.length());
        }
        try {
            HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("checksum hash is not valid hexadecimal: " + e.getMessage(), e);
        }
        return new Checksum(algorithm, hex);
    }

    @Override
    public String toString() {
        return algorithm.name().toLowerCase(Locale.ROOT) + ":" + hex;
    }
}
