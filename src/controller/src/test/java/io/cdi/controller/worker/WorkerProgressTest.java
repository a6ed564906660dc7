// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.Ports;
import io.cdi.contract.ProgressSample;
import io.cdi.controller.Given;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerProgressTest {

    /// On loopback, and nobody else's.
    private static final String ADDRESS = "127.85.0.1";

    private static final PersistentVolumeClaim CLAIM = Given.object(PersistentVolumeClaim.class, """
            metadata:
              name: disk
              namespace: user
              uid: "1"
              annotations: {cdi.kubevirt.io/storage.import.importPodName: importer-disk}
            """);

    private static final Pod POD = Given.object(Pod.class, """
            metadata:
              name: importer-disk
              namespace: user
              ownerReferences: [{apiVersion: v1, kind: PersistentVolumeClaim, name: disk, uid: "1", controller: true}]
            spec: {containers: [{name: importer, env: [{name: OWNER_UID, value: u1}]}]}
            status:
              phase: Running
              podIP: %s
              containerStatuses: [{name: importer, image: i, state: {running: {startedAt: "2026-01-01T00:00:00Z"}}}]
            """.formatted(ADDRESS));

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

    @Test
    @Timeout(60)
    void asksAWorkerAndWaitsForNoneThatDoesNotEnd() throws Exception {
        byte[] sample = new ProgressSample(ProgressSample.Kind.IMPORT, "u1", 0.25)
                .text()
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(progressOf(body -> body.write(sample))).hasValue("25.00%");
        assertThat(progressOf(body -> {
                    body.write(sample);
                    body.flush();
                    LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
                }))
                .isEmpty();
        assertThat(progressOf(body -> {
                    while (true) {
                        body.write(sample);
                    }
                }))
                .isEmpty();
    }

    private interface Answer {
        void write(OutputStream body) throws IOException;
    }

    /// What is told of a worker that answers so.
    private static Optional<String> progressOf(Answer answer) throws Exception {
        try (WorkerServer _ = WorkerServer.start(ADDRESS, Ports.METRICS, exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    answer.write(exchange.getResponseBody());
                    exchange.close();
                });
                HttpClient client = WorkerClient.create()) {
            return new WorkerProgress(client, Clock.systemUTC(), _ -> Optional.of(POD)).progress(CLAIM);
        }
    }
}
