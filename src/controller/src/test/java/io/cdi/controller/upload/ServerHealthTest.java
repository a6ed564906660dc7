// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.Ports;
import io.cdi.controller.Given;
import io.cdi.controller.worker.PodReport;
import io.cdi.controller.worker.WorkerClient;
import io.cdi.controller.worker.WorkerServer;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServerHealthTest {

    /// On loopback, and nobody else's.
    private static final String ADDRESS = "127.85.0.2";

    private static final String RUNNING = "running: {startedAt: 2026-01-01T00:00:00Z}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # container       | state                                        | address    | answer | ready
            cdi-upload-server | 'running: {startedAt: 2026-01-01T00:00:00Z}' | 127.85.0.2 | 200    | true
            cdi-upload-server | 'running: {startedAt: 2026-01-01T00:00:00Z}' | 127.85.0.2 | 503    | false
            cdi-upload-server | 'running: {startedAt: 2026-01-01T00:00:00Z}' | 127.85.0.3 | 200    | false
            cdi-upload-server | 'waiting: {reason: ContainerCreating}'       | 127.85.0.2 | 200    | false
            importer          | 'running: {startedAt: 2026-01-01T00:00:00Z}' | 127.85.0.2 | 200    | false
            """)
    void believesAServerThatRunsAndSaysSo(String container, String state, String address, int answer, boolean ready)
            throws Exception {
        try (WorkerServer _ = WorkerServer.start(ADDRESS, Ports.UPLOAD, exchange -> {
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        })) {
            assertThat(isReady(pod(container, state, address))).isEqualTo(ready);
        }
    }

    @Test
    void doesNotWaitForAServerThatIsSilent() throws Exception {
        try (WorkerServer _ = WorkerServer.start(ADDRESS, Ports.UPLOAD, exchange -> {})) {
            assertThat(isReady(pod("cdi-upload-server", RUNNING, ADDRESS))).isFalse();
        }
    }

    private static boolean isReady(Pod pod) {
        try (HttpClient client = WorkerClient.create()) {
            return new PodReport(new ServerHealth(client).seen(pod)).isReady();
        }
    }

    private static Pod pod(String container, String state, String address) {
        return Given.object(Pod.class, """
                metadata: {name: cdi-upload-disk, namespace: user}
                spec: {containers: [{name: %1$s}]}
                status:
                  phase: Running
                  podIP: %3$s
                  containerStatuses: [{name: %1$s, image: i, ready: false, state: {%2$s}}]
                """.formatted(container, state, address));
    }
}
