// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private long now;

    private RateLimit limit(OptionalLong rate) {
        return new RateLimit(rate, () -> now, time -> now += time.toNanos());
    }

    @Test
    void bytesTakeTheTimeThatTheRateSays() throws Exception {
        RateLimit limit = limit(OptionalLong.of(1_000_000));
        for (int i = 0; i < 100; i++) {
            limit.passed(50_000);
        }
        assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anIdleTimeIsNotSavedUp() throws Exception {
        RateLimit limit = limit(OptionalLong.of(1_000_000));
        now += Duration.ofMinutes(1).toNanos();
        long before = now;
        limit.passed(100_000);
        assertThat(Duration.ofNanos(now - before)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void piecesAreSmallEnoughToBeSmooth() {
        assertThat(limit(OptionalLong.of(2_000_000)).piece()).isEqualTo(100_000);
        assertThat(limit(OptionalLong.of(10)).piece()).isEqualTo(1024);
        assertThat(limit(OptionalLong.empty()).piece()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void withoutALimitNobodyWaits() throws Exception {
        limit(OptionalLong.empty()).passed(Integer.MAX_VALUE);
        assertThat(now).isZero();
    }
}
