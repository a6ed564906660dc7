// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/5 0-6,22 1,15 JAN-mar mon",
                "0 0 ? * 0",
                "30 8 1 */3 *",
                "5/10 * * * *",
                "@daily",
                "@every 1h30m",
                "TZ=UTC 0 0 * * *"
            })
    void acceptsSchedules(String schedule) {
        assertThat(CronSchedule.isValid(schedule)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "never",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 7",
                "5-1 * * * *",
                "*/0 * * * *",
                "*-3 * * * *",
                "1,,2 * * * *",
                "@sometimes",
                "@every soon"
            })
    void refusesOthers(String schedule) {
        assertThat(CronSchedule.isValid(schedule)).isFalse();
    }
}
