// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which bytes an answer holds (RFC 9110, section 14.4).
///
/// @param first the first byte's place
/// @param last the last byte's place
/// @param total the size of the whole, when the server says it
public record ContentRange(long first, long last, OptionalLong total) {

    private static final Pattern HEADER =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    /// Empty also when the header makes no sense.
    public static Optional<ContentRange> parse(Optional<String> header) {
        return header.map(String::strip)
                .map(HEADER::matcher)
                .filter(Matcher::matches)
                .map(ContentRange::of);
    }

    private static ContentRange of(Matcher matcher) {
        String total = matcher.group(3);
        return new ContentRange(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total)));
    }
}
