// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Content-Range: bytes 0-99/1234` (RFC 9110, 14.4).
///
/// @param end one past the last byte
/// @param total the length of the whole, when the server says it
public record ContentRange(long start, long end, OptionalLong total) {

    private static final Pattern SYNTAX = Pattern.compile("bytes +([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");
    private static final Pattern UNSATISFIED = Pattern.compile("bytes +\\*/([0-9]{1,18})");

    /// Empty when the header makes no sense.
    public static Optional<ContentRange> parse(String header) {
        Matcher matcher = SYNTAX.matcher(header.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long start = Long.parseLong(matcher.group(1));
        long end = Long.parseLong(matcher.group(2)) + 1;
        boolean open = matcher.group(3).equals("*");
        OptionalLong total = open ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(matcher.group(3)));
        boolean sane = start < end && end <= total.orElse(Long.MAX_VALUE);
        return sane ? Optional.of(new ContentRange(start, end, total)) : Optional.empty();
    }

    /// The length in the answer to a range that cannot be satisfied: `bytes */1234`.
    static OptionalLong totalOf(String header) {
        Matcher matcher = UNSATISFIED.matcher(header.strip().toLowerCase(Locale.ROOT));
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    public long size() {
        return end - start;
    }

    @Override
    public String toString() {
        return "bytes " + start + "-" + (end - 1);
    }
}
