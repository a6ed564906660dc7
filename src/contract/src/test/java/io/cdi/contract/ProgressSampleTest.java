// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.ProgressSample.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressSampleTest {

    @Test
    void isFoundByTheScrapersExpression() {
        String text = new ProgressSample(Kind.IMPORT, "6ab0-uid", 0.1234).text();

        assertThat(text)
                .contains("# HELP kubevirt_cdi_import_progress_total The import progress in percentage\n")
                .contains("# TYPE kubevirt_cdi_import_progress_total counter\n")
                .containsPattern("(kubevirt_cdi_import_progress_total)\\{ownerUID\\=\"6ab0-uid\"\\} (12\\.34)\n");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isReadBack(Kind kind) {
        String text = new ProgressSample(kind, "an \"owner\"", 0.5).text();

        assertThat(ProgressSample.percent(text, "an \"owner\"")).hasValue(50);
        assertThat(ProgressSample.percent(text, "another")).isEmpty();
    }

    @Test
    void escapesALabel() {
        assertThat(new ProgressSample(Kind.UPLOAD, "a\"b\\", 0).text()).contains("{ownerUID=\"a\\\"b\\\\\"} 0\n");
    }

    @Test
    void writesPlainDecimals() {
        assertThat(ProgressSample.decimal(0)).isEqualTo("0");
        assertThat(ProgressSample.decimal(5)).isEqualTo("0.05");
        assertThat(ProgressSample.decimal(1250)).isEqualTo("12.50");
        assertThat(ProgressSample.decimal(10_000)).isEqualTo("100");
    }
}
