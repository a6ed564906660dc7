// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long to wait until what failed is tried again: as long as it has been failing, so that the
/// pauses double. They are counted by time, not by attempts, since events make attempts, too.
final class RetryPause {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Clock clock;
    private final Duration longest;
    private @Nullable Instant failingSince;

    RetryPause(Clock clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    Duration failed() {
        Instant now = clock.instant();
        if (failingSince == null) {
            failingSince = now;
        }
        Duration lasted = Duration.between(failingSince, now);
        if (lasted.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return lasted.compareTo(longest) < 0 ? lasted : longest;
    }

    void succeeded() {
        failingSince = null;
    }
}
