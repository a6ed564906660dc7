// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes per second over the last seconds, so that a change of the link shows soon and a hiccup does not.
final class Rate {

    private static final Duration WINDOW = Duration.ofSeconds(8);

    private record Mark(Duration at, long bytes) {}

    private final Deque<Mark> marks = new ArrayDeque<>();

    void mark(Duration at, long bytes) {
        marks.addLast(new Mark(at, bytes));
        while (marks.size() > 2 && at.minus(marks.getFirst().at()).compareTo(WINDOW) > 0) {
            marks.removeFirst();
        }
    }

    long bytesPerSecond() {
        if (marks.size() < 2) {
            return 0;
        }
        Mark first = marks.getFirst();
        Mark last = marks.getLast();
        return perSecond(last.bytes() - first.bytes(), last.at().minus(first.at()));
    }

    /// The time until `length` bytes are behind us, at this rate.
    Optional<Duration> left(long bytes, OptionalLong length) {
        long rate = bytesPerSecond();
        if (rate <= 0 || length.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Math.max(0, length.getAsLong() - bytes) / rate));
    }

    static long perSecond(long bytes, Duration time) {
        return (long) (bytes / Math.max(1e-3, time.toNanos() / 1e9));
    }
}
