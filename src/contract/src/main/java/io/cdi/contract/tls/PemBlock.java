// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A certificate or key in a text of PEM (RFC 7468).
///
/// @param label such as `CERTIFICATE`
/// @param base64 what stands between its begin and its end
public record PemBlock(String label, String base64) {

    public static final String CERTIFICATE = "CERTIFICATE";
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    public static final String RSA_PRIVATE_KEY = "RSA PRIVATE KEY";
    public static final String PUBLIC_KEY = "PUBLIC KEY";

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public static PemBlock of(String label, byte[] der) {
        return new PemBlock(label, LINES.encodeToString(der));
    }

    /// All in a text, in its order. What stands around them is passed over.
    public static List<PemBlock> in(String text) {
        return BLOCK.matcher(text).results().map(PemBlock::of).toList();
    }

    private static PemBlock of(MatchResult found) {
        return new PemBlock(found.group(1), found.group(2));
    }

    /// @throws IllegalArgumentException when it is no base64
    public byte[] der() {
        return Base64.getMimeDecoder().decode(base64);
    }

    /// As PEM.
    public String text() {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    @Override
    public String toString() {
        return "PemBlock[" + label + "]";
    }
}
