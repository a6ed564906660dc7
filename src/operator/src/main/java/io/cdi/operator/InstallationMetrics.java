// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.api.config.TlsRules;
import io.cdi.api.install.CDI;
import io.cdi.api.install.CDIStatus;
import io.cdi.metrics.Gauge;
import io.cdi.operator.plan.InstallationPlan;
import io.cdi.operator.status.InstallationStatus;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the operator tells Prometheus: whether the installation is ready; and the TLS profile by which it tells.
final class InstallationMetrics {

    private static final int UNKNOWN = -1;

    private final AtomicInteger ready = new AtomicInteger(UNKNOWN);
    private final AtomicReference<TlsRules> tls = new AtomicReference<>(TlsRules.of(null));

    /// While an installation is on its way, readiness stays as it was. One that has not begun is not
    /// ready.
    void observe(CDI cdi, @Nullable CDIStatus status) {
        if (status == null) {
            ready.set(0);
        } else if (is(status, "Available")) {
            ready.set(1);
        } else if (!is(status, "Progressing")) {
            ready.set(0);
        }
        var config = InstallationPlan.spec(cdi).config();
        tls.set(TlsRules.of(config == null ? null : config.tlsSecurityProfile()));
    }

    /// There is no installation any more.
    void removed() {
        ready.set(0);
    }

    private static boolean is(CDIStatus status, String condition) {
        return InstallationStatus.is(status, condition).equals("True");
    }

    TlsRules tls() {
        return tls.get();
    }

    String text() {
        return new Gauge("kubevirt_cdi_cr_ready", "CDI install ready")
                .sample("", ready.get())
                .text();
    }
}
