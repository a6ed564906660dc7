// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source.Tls;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import io.cdi.engine.transfer.Progress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsServerTest {

    @Test
    void answersOnAnyPath() throws Exception {
        Tls anyCertificate = new Tls(List.of(), true);
        try (MetricsServer server = MetricsServer.start(0, "uid", new Progress());
                HttpTransport transport = HttpTransport.open(
                        anyCertificate, Map.of(), RetryPolicy.DEFAULT.withPatience(Duration.ofSeconds(20)));
                Exchange answer =
                        transport.send(Request.get(URI.create("https://127.0.0.1:" + server.port() + "/any/path")))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("kubevirt_cdi_import_progress_total{ownerUID=\"uid\"} 0\n");
        }
    }
}
