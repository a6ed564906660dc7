// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartPlanTest {

    @Test
    void theFirstPartIsSmall() {
        PartPlan plan = new PartPlan(100, 10, 40);
        assertThat(plan.lengthAt(0)).isEqualTo(10);
        assertThat(plan.lengthAt(4)).isEqualTo(6);
        assertThat(plan.lengthAt(10)).isEqualTo(40);
        assertThat(plan.lengthAt(90)).isEqualTo(10);
        assertThat(plan.lengthAt(100)).isZero();
    }

    @ParameterizedTest(name = "{0} bytes, {1} first, then {2}")
    @CsvSource({"1, 1, 1", "1, 10, 40", "10, 10, 40", "11, 10, 40", "999, 10, 40", "1000, 50, 1"})
    void thePartsAreTheFile(long total, long first, long most) {
        PartPlan plan = new PartPlan(total, first, most);
        long at = 0;
        while (plan.lengthAt(at) > 0) {
            assertThat(plan.lengthAt(at)).isLessThanOrEqualTo(Math.max(first, most));
            at += plan.lengthAt(at);
        }
        assertThat(at).isEqualTo(total);
    }
}
