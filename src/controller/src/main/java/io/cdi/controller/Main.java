// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.api.names.OwnNamespace;
import io.cdi.contract.Ports;
import io.cdi.contract.Verbosity;
import io.cdi.metrics.MetricsServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process: reads its environment, runs the controllers, and ends with the signal to end.
@QuarkusMain
class Main implements QuarkusApplication {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final String PROGRAM = "cdi-deployment";
    private static final Path READY = Path.of("/tmp/ready");

    private final KubernetesClient client;

    Main(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public int run(String... args) throws IOException {
        Verbosity verbosity = Verbosity.of(args);
        verbosity.setLoggers();
        Settings settings = Settings.parse(System.getenv(), OwnNamespace.of(client), verbosity);
        Files.writeString(READY, "");
        try (Controllers controllers = Controllers.start(client, settings, Clock.systemUTC());
                MetricsServer _ =
                        MetricsServer.start(Ports.METRICS, PROGRAM, client, controllers::tls, controllers::metrics)) {
            LOG.info("controllers run: namespace={}", settings.installation().namespace());
            Quarkus.waitForExit();
        } finally {
            Files.deleteIfExists(READY);
        }
        return 0;
    }
}
