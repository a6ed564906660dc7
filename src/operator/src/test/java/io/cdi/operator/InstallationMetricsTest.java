// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.Condition;
import io.cdi.api.install.CDI;
import io.cdi.api.install.CDIStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstallationMetricsTest {

    private final InstallationMetrics metrics = new InstallationMetrics();

    @Test
    void anInstallationThatHangsIsNotReady() {
        metrics.observe(new CDI(), null);
        metrics.observe(new CDI(), status("False", "True"));

        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 0\n");
    }

    @Test
    void anUpgradeDoesNotChangeReadiness() {
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready -1\n");

        metrics.observe(new CDI(), status("False", "True"));
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready -1\n");

        metrics.observe(new CDI(), status("True", "True"));
        metrics.observe(new CDI(), status("False", "True"));
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 1\n");
    }

    @Test
    void whatFailedOrWasRemovedIsNotReady() {
        metrics.observe(new CDI(), status("True", "False"));
        metrics.observe(new CDI(), status("False", "False"));
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 0\n");

        metrics.observe(new CDI(), status("True", "False"));
        metrics.removed();
        assertThat(metrics.text()).contains("\nkubevirt_cdi_cr_ready 0\n");
    }

    private static CDIStatus status(String available, String progressing) {
        return new CDIStatus(
                "",
                List.of(condition("Available", available), condition("Progressing", progressing)),
                null,
                null,
                null);
    }

    private static Condition condition(String type, String status) {
        return new Condition(type, status, null, null, null, null);
    }
}
