// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.transfer.Progress;
import org.junit.jupiter.api.Test;

class ProgressSampleTest {

    @Test
    void isFoundByTheScrapersExpression() {
        String text = new ProgressSample("6ab0-uid", new Progress()).text();

        assertThat(text)
                .contains("# TYPE kubevirt_cdi_import_progress_total counter\n")
                .containsPattern(
                        "(kubevirt_cdi_import_progress_total)\\{ownerUID\\=\"6ab0-uid\"\\} (\\d{1,3}\\.?\\d*)\n");
    }

    @Test
    void escapesALabel() {
        assertThat(new ProgressSample("a\"b\\", new Progress()).text()).contains("{ownerUID=\"a\\\"b\\\\\"} 0\n");
    }

    @Test
    void writesPlainDecimals() {
        assertThat(ProgressSample.decimal(0)).isEqualTo("0");
        assertThat(ProgressSample.decimal(5)).isEqualTo("0.05");
        assertThat(ProgressSample.decimal(1250)).isEqualTo("12.50");
        assertThat(ProgressSample.decimal(10_000)).isEqualTo("100");
    }
}
