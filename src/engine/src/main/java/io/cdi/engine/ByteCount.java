// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import io.cdi.scratch.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written as a Kubernetes quantity: `10Gi`, `1.5G`, `500M`, `1e9`, `2147483648`. `10GiB` and
/// `10GB` are understood as well, and thousandths: the API server makes `1395864371200m` of `1.3Gi`.
public record ByteCount(long bytes) {

    private static final Pattern QUANTITY =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:([eE][+-]?[0-9]{1,3})|([kKMGTPE]i?)?B?|([num]))");
    private static final String PREFIXES = " KMGTPE";
    private static final String FRACTIONS = " mun";

    public ByteCount {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size cannot be negative: " + bytes);
        }
    }

    /// @throws IllegalArgumentException when the text is not a quantity, or larger than 2^63 - 1 bytes
    public static ByteCount parse(String text) {
        Matcher matcher = QUANTITY.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size; write for example 10Gi, 500M or 1073741824");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String exponent = matcher.group(2);
        String unit = matcher.group(3);
        String fraction = matcher.group(4);
        if (exponent != null) {
            number = number.scaleByPowerOfTen(Integer.parseInt(exponent.substring(1)));
        } else if (unit != null) {
            BigDecimal base = BigDecimal.valueOf(unit.endsWith("i") ? 1024 : 1000);
            number = number.multiply(base.pow(PREFIXES.indexOf(Character.toUpperCase(unit.charAt(0)))));
        } else if (fraction != null) {
            number = number.movePointLeft(3 * FRACTIONS.indexOf(fraction));
        }
        BigDecimal whole = number.setScale(0, RoundingMode.CEILING);
        if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("'" + text + "' is larger than 2^63 - 1 bytes");
        }
        return new ByteCount(whole.longValueExact());
    }

    /// For people: `8 GiB`, `276.4 MiB`, `512 B`.
    @Override
    public String toString() {
        return Amount.of(bytes);
    }
}
