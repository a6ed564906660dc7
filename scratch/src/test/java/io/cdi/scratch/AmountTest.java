// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "65536, 64 KiB",
        "1288490189, 1.2 GiB",
        "17592186044416, 16 TiB",
        "9223372036854775807, 8 EiB"
    })
    void saysBytesAsPeopleDo(long bytes, String words) {
        assertThat(Amount.of(bytes)).isEqualTo(words);
    }

    @Test
    void roundsToUnits() {
        assertThat(Amount.roundUp(513, 512)).isEqualTo(1024);
        assertThat(Amount.roundUp(512, 512)).isEqualTo(512);
        assertThat(Amount.roundDown(1023, 512)).isEqualTo(512);
    }
}
