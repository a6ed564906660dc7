// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.Libcrypto;
import io.cdi.engine.TransferException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What names content in a registry: `sha256:<hex>`, the algorithms that the OCI image specification registers.
record Digest(Algorithm algorithm, String hex) {

    private static final Pattern FORM = Pattern.compile("(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})");

    enum Algorithm {
        SHA256("SHA-256"),
        SHA512("SHA-512");

        private final String jcaName;

        Algorithm(String jcaName) {
            this.jcaName = jcaName;
        }

        MessageDigest start() {
            try {
                return Libcrypto.digest(jcaName);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has " + jcaName, e);
            }
        }
    }

    /// @throws IllegalArgumentException when the text is not a digest with a known algorithm
    static Digest parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a digest; expected sha256: or sha512: and its hexadecimal digits");
        }
        int colon = text.indexOf(':');
        Algorithm algorithm = Algorithm.valueOf(text.substring(0, colon).toUpperCase(Locale.ROOT));
        return new Digest(algorithm, text.substring(colon + 1));
    }

    static Digest of(Algorithm algorithm, byte[] content) {
        return finished(algorithm, algorithm.start().digest(content));
    }

    static Digest finished(Algorithm algorithm, byte[] value) {
        return new Digest(algorithm, HexFormat.of().formatHex(value));
    }

    /// @param what names the content in the message, such as "the manifest"
    void requireMatch(byte[] content, String what) throws TransferException.Integrity {
        requireSame(of(algorithm, content), what);
    }

    void requireSame(Digest calculated, String what) throws TransferException.Integrity {
        if (!equals(calculated)) {
            throw new TransferException.Integrity(
                    "verify " + what + ": its digest must be " + this + ", but the bytes received have " + calculated);
        }
    }

    @Override
    public String toString() {
        return algorithm.name().toLowerCase(Locale.ROOT) + ":" + hex;
    }
}
