// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerProgressTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kubevirt_cdi_import_progress_total{ownerUID="u1"} 42.171 | 42.17%
            kubevirt_cdi_import_progress_total{ownerUID="u1"} 7      | 7.00%
            kubevirt_cdi_clone_progress_total{ownerUID="u1"} 50      | 50.00%
            kubevirt_cdi_import_progress_total{ownerUID="u1"} 100    |
            kubevirt_cdi_import_progress_total{ownerUID="u2"} 42     |
            something_else 5                                         |
            """)
    void readsThePercentOfTheOwner(String metrics, @Nullable String percent) {
        assertThat(WorkerProgress.percent("# HELP x\n" + metrics + "\n", "u1").orElse(null))
                .isEqualTo(percent);
    }
}
