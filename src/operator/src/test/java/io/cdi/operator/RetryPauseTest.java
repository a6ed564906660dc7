// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.operator.certificates.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPauseTest {

    private final MovedClock clock = new MovedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final RetryPause pause = new RetryPause(clock, Duration.ofSeconds(60));

    @Test
    void doublesUpToTheLongestAndBeginsAnewAfterASuccess() {
        assertThat(pauses(9)).containsExactly(1L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);

        pause.succeeded();
        assertThat(pauses(3)).containsExactly(1L, 1L, 2L);
    }

    @Test
    void attemptsThatEventsMakeDoNotCount() {
        for (int i = 0; i < 100; i++) {
            assertThat(pause.failed()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    private List<Long> pauses(int failures) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            Duration next = pause.failed();
            pauses.add(next.toSeconds());
            clock.move(next);
        }
        return pauses;
    }
}
