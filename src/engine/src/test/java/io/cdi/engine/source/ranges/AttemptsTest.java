// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {

    private static final RetryPolicy POLICY = new RetryPolicy(
            3, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final List<Duration> pauses = new ArrayList<>();
    private final Attempts attempts = new Attempts(POLICY, RandomGenerator.getDefault(), pauses::add);

    @ParameterizedTest
    @CsvSource({
        "1, 0.0, 0, 100",
        "1, 1.0, 0, 200",
        "2, 1.0, 0, 400",
        "5, 0.5, 0, 2400",
        "8, 1.0, 0, 20000",
        "60, 1.0, 0, 20000",
        "1, 1.0, 7000, 7000",
        "1, 1.0, 3600000, 120000"
    })
    void pausesDoubleUpToTheLongestAndHonourTheServersWish(
            int failures, double random, long retryAfterMillis, long expectedMillis) {
        assertThat(Attempts.delay(POLICY, failures, random, Duration.ofMillis(retryAfterMillis)))
                .isEqualTo(Duration.ofMillis(expectedMillis));
    }

    @Test
    void theLastAttemptsFailureIsThrown() throws Exception {
        attempts.failed(new IOException("cut"), false);
        attempts.failed(new IOException("cut"), false);
        assertThatThrownBy(() -> attempts.failed(new IOException("cut"), false))
                .isInstanceOf(TransferException.Transient.class)
                .hasMessage("cut (3 attempts in a row failed)");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void progressForgetsEarlierFailures() throws Exception {
        for (int i = 0; i < 20; i++) {
            attempts.failed(new IOException("refused"), false);
            attempts.failed(new IOException("cut"), true);
        }
        assertThat(pauses).hasSize(40).allMatch(pause -> pause.compareTo(Duration.ofMillis(200)) <= 0);
    }

    @Test
    void whatCannotHelpIsNotTriedAgain() {
        TransferException gone = new TransferException.Permanent("gone");
        assertThatThrownBy(() -> attempts.failed(gone, true)).isSameAs(gone);
        assertThat(pauses).isEmpty();
    }
}
