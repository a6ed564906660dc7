// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.contract.Ports;
import io.cdi.metrics.MetricsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.io.IOException;

/// Runs the operator until the process is told to end.
@QuarkusMain
public class Main implements QuarkusApplication {

    private final Operator operator;
    private final KubernetesClient client;
    private final InstallationMetrics metrics;

    @Inject
    Main(Operator operator, KubernetesClient client, InstallationMetrics metrics) {
        this.operator = operator;
        this.client = client;
        this.metrics = metrics;
    }

    @Override
    public int run(String... args) throws IOException {
        operator.start();
        try (MetricsServer _ =
                MetricsServer.start(Ports.METRICS, "cdi-operator", client, metrics::tls, metrics::text)) {
            Quarkus.waitForExit();
        } finally {
            operator.stop();
        }
        return 0;
    }
}
