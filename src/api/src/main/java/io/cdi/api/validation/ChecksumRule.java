// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The form of a checksum: algorithm, colon, hexadecimal digits.
final class ChecksumRule {
    private static final Map<String, Integer> DIGITS = Map.of("md5", 32, "sha1", 40, "sha256", 64, "sha512", 128);

    private ChecksumRule() {}

    static List<Cause> check(@Nullable String checksum, String field) {
        if (checksum == null || checksum.isEmpty()) {
            return Rules.NONE;
        }
        return problem(checksum)
                .map(problem -> Cause.invalid("Invalid checksum format: " + problem, field))
                .orElse(Rules.NONE);
    }

    private static Optional<String> problem(String checksum) {
        int colon = checksum.indexOf(':');
        if (colon < 0) {
            return Optional.of("expected 'algorithm:hash'");
        }
        var algorithm = checksum.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        var hash = checksum.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        if (hash.isEmpty()) {
            return Optional.of("the hash is empty");
        }
        var digits = DIGITS.get(algorithm);
        if (digits == null) {
            return Optional.of("unsupported algorithm '" + algorithm + "'; supported are md5, sha1, sha256, sha512");
        }
        if (hash.length() != digits) {
            return Optional.of(algorithm + " has " + digits + " digits, not " + hash.length());
        }
        return hash.chars().allMatch(HexFormat::isHexDigit)
                ? Optional.empty()
                : Optional.of("the hash is not hexadecimal");
    }
}
