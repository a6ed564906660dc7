// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCountTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "10Gi, 10737418240",
        "10GiB, 10737418240",
        "1G, 1000000000",
        "1GB, 1000000000",
        "1.5Gi, 1610612736",
        ".5k, 500",
        "500M, 500000000",
        "1e9, 1000000000",
        "1E3, 1000",
        "12e-1, 2",
        "7Ei, 8070450532247928832",
        "1500000000, 1500000000",
        "1395864371200m, 1395864372",
        "1395864371000m, 1395864371"
    })
    void readsKubernetesQuantities(String text, long bytes) {
        assertThat(ByteCount.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gi", "-1", "10 Gi", "ten", "1Xi", "1GiBi", "0x10", "1e9999", "16Ei"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteCount.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsSizesToPeople() {
        assertThat(new ByteCount(0)).hasToString("0 B");
        assertThat(new ByteCount(8L << 30)).hasToString("8 GiB");
        assertThat(new ByteCount(289_826_406)).hasToString("276.4 MiB");
    }
}
