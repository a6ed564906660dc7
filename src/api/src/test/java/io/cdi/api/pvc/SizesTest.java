// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

    @ParameterizedTest
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    @CsvSource({
        "1Gi,                 1073741824",
        "1.5,                 2",
        "100m,                1",
        "0,                   0",
        "-1Gi,                0",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "10E,                 9223372036854775807",
        "1e19,                9223372036854775807",
        "1e500000000,         9223372036854775807",
        "-1e500000000,        0",
        "0e500000000,         0",
        "0e-500000000,        0",
        "1e-500000000,        1"
    })
    void everyQuantityIsANumberOfBytes(String quantity, long bytes) {
        assertThat(Sizes.bytes(new Quantity(quantity))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "Gi", "1e", "1e1.5", "1 Gi", "1e99999999999"})
    void whatIsNoQuantityIsNone(String text) {
        assertThat(Sizes.parsed(text)).isEmpty();
    }
}
