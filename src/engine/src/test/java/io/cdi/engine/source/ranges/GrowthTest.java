// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final long WINDOW = Tuning.DEFAULT.window().toNanos();
    private static final long MUCH = 1L << 40;

    private final Growth growth = new Growth(Tuning.DEFAULT, 4, 0);
    private long now;
    private long fetched;
    private long waited;

    /// Lets half a second pass.
    private int after(double megabytesPerSecond, double hunger, long left) {
        now += WINDOW;
        fetched += Math.round(
                megabytesPerSecond * 1_000_000 * WINDOW / Duration.ofSeconds(1).toNanos());
        waited += Math.round(hunger * WINDOW);
        growth.decide(new Growth.Seen(now, fetched, waited, left));
        return growth.wanted();
    }

    @Test
    void growsWhileEachConnectionBringsItsShare() {
        assertThat(after(20, 1, MUCH)).as("the first window is slow start").isEqualTo(1);
        assertThat(after(20, 1, MUCH)).isEqualTo(2);
        assertThat(after(30, 1, MUCH)).as("settling").isEqualTo(2);
        assertThat(after(40, 1, MUCH)).isEqualTo(4);
        assertThat(after(60, 1, MUCH)).isEqualTo(4);
        assertThat(after(80, 1, MUCH)).as("no more than the most").isEqualTo(4);
    }

    @Test
    void takesBackWhatBringsNothing() {
        after(100, 1, MUCH);
        assertThat(after(100, 1, MUCH)).isEqualTo(2);
        after(100, 1, MUCH);
        assertThat(after(101, 1, MUCH)).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            assertThat(after(100, 1, MUCH))
                    .as("a long time until the next trial")
                    .isEqualTo(1);
        }
        assertThat(after(100, 1, MUCH)).isEqualTo(2);
    }

    @Test
    void staysAtOneWhenTheReaderIsTheSlowPart() {
        for (int i = 0; i < 50; i++) {
            assertThat(after(20, 0.4, MUCH)).isEqualTo(1);
        }
    }

    @Test
    void staysAtOneWhenLittleIsLeft() {
        for (int i = 0; i < 50; i++) {
            assertThat(after(20, 1, 30 << 20)).isEqualTo(1);
        }
    }

    @Test
    void aRefusalLowersTheCeilingForGood() {
        after(20, 1, MUCH);
        after(20, 1, MUCH);
        growth.refused();
        for (int i = 0; i < 50; i++) {
            assertThat(after(20, 1, MUCH)).isEqualTo(1);
        }
        assertThat(growth.mayGrow()).isFalse();
    }

    @Test
    void doesNotDecideBeforeTheWindowIsOver() {
        growth.decide(new Growth.Seen(WINDOW - 1, 1, WINDOW - 1, MUCH));
        assertThat(growth.nextDecision()).isEqualTo(WINDOW);
    }
}
