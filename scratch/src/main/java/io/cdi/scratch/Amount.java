// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.util.Locale;

/// Numbers of bytes as people read them.
public final class Amount {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Amount() {}

    /// `512 B`, `64 KiB`, `1.2 GiB`: with at most one digit behind the point.
    public static String of(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        String number = value == Math.rint(value) ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, number + " %s", value, UNITS[unit]);
    }

    /// `1.2 GiB (1288490188 bytes)`.
    static String exactly(long bytes) {
        return bytes < 1024 ? of(bytes) : "%s (%d bytes)".formatted(of(bytes), bytes);
    }

    static long roundUp(long bytes, long unit) {
        return Math.addExact(bytes, unit - 1) / unit * unit;
    }

    static long roundDown(long bytes, long unit) {
        return bytes / unit * unit;
    }
}
