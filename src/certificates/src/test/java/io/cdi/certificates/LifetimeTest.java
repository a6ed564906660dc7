// SPDX-License-Identifier: Apache-2.0
package io.cdi.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.install.CertConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifetimeTest {

    @ParameterizedTest
    @CsvSource({"48h,PT48H", "1h30m0s,PT1H30M", "1.5h,PT1H30M", "90s,PT1M30S", "500ms,PT0.5S"})
    void readsDurationsAsKubernetesWritesThem(String text, Duration duration) {
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "h", "-1h", "1d", "'1h '", "99999999999999999999h"})
    void refusesWhatIsNoDuration(String text) {
        assertThat(GoDuration.parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"PT48H,48h0m0s", "PT20M,20m0s", "PT90M,1h30m0s", "PT45S,45s"})
    void writesDurationsAsKubernetesDoes(Duration duration, String text) {
        assertThat(GoDuration.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1h,", ",1h", "1h,1h", "1h,2h", "soon,1m", "0s,0s"})
    void whatLeavesNoTimeIsTheDefault(String duration, String renewBefore) {
        assertThat(Lifetime.of(new CertConfig.Rotation(duration, renewBefore), Lifetime.CA))
                .isEqualTo(Lifetime.CA);
    }

    @Test
    void isReplacedBeforeItsEnd() {
        assertThat(Lifetime.of(new CertConfig.Rotation("20m", "5m"), Lifetime.CA))
                .isEqualTo(new Lifetime(Duration.ofMinutes(20), Duration.ofMinutes(15)));
    }
}
