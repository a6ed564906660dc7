// SPDX-License-Identifier: Apache-2.0
package io.cdi.certificates;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as Kubernetes writes them: `48h`, `1h30m0s`, `1.5h`.
final class GoDuration {

    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|ns)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

    private GoDuration() {}

    /// Null when the text is none, or longer than can be counted.
    static @Nullable Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return null;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanos(part.group(2)))));
        }
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? null : Duration.ofNanos(nanos.longValue());
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(1).toNanos();
            case "m" -> Duration.ofMinutes(1).toNanos();
            case "s" -> Duration.ofSeconds(1).toNanos();
            case "ms" -> Duration.ofMillis(1).toNanos();
            case "us" -> 1_000;
            default -> 1;
        };
    }

    /// In whole seconds: `20m0s`.
    static String format(Duration duration) {
        if (duration.toHours() > 0) {
            return "%dh%dm%ds".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
        }
        return duration.toMinutes() > 0
                ? "%dm%ds".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%ds".formatted(duration.toSeconds());
    }
}
