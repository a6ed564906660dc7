// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.names;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Joins a base and a suffix to a name that fits, without two long names becoming one by accident.
public final class NameJoin {
    /// The longest name of a Kubernetes object.
    public static final int MAX_NAME = 253;
    /// The longest value of a label and name of a Service.
    public static final int MAX_LABEL = 63;

    private NameJoin() {}

    /// `base-suffix` for an object's name.
    public static String name(String base, String suffix) {
        return join(base, suffix, MAX_NAME);
    }

    /// The name as a label's value or a Service's name: without dots, and short.
    public static String label(String name) {
        var plain = name.replace('.', '-');
        return plain.length() <= MAX_LABEL ? plain : join(plain, "cdi", MAX_LABEL);
    }

    /// `base-suffix`; where that is too long, the base is cut and a hash stands for what is lost.
    static String join(String base, String suffix, int max) {
        var full = base + "-" + suffix;
        if (full.length() <= max) {
            return full;
        }
        int room = max - 10 - suffix.length();
        return room > 0
                ? base.substring(0, Math.min(room, base.length())) + "-" + hash(base) + "-" + suffix
                : base.substring(0, Math.min(max - 9, base.length())) + "-" + hash(full);
    }

    /// FNV-1a with 32 bits, as 8 hexadecimal digits.
    static String hash(String text) {
        int hash = 0x811c9dc5;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        return HexFormat.of().toHexDigits(hash);
    }
}
