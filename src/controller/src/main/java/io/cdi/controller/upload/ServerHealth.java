// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import io.cdi.contract.Containers;
import io.cdi.contract.Ports;
import io.cdi.controller.worker.PodReport;
import io.cdi.controller.worker.WorkerClient;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.http.HttpClient;
import java.time.Duration;

/// Asks upload servers themselves whether they are ready. A kubelet asks once a second at most and tells of it another
/// moment later, and a client that looks every other second would wait for the next time.
public final class ServerHealth {

    static final String PATH = "/healthz";

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final HttpClient client;

    /// @param client as [WorkerClient#create] makes it
    public ServerHealth(HttpClient client) {
        this.client = client;
    }

    /// The pod with ready containers when it is an upload server that says so before its kubelet does; else as it is.
    public Pod seen(Pod pod) {
        PodReport report = new PodReport(pod);
        return report.isRunning() && !report.isReady() && isServer(pod) && answers(pod) ? ready(report) : pod;
    }

    private static boolean isServer(Pod pod) {
        return Containers.UPLOAD_SERVER.equals(
                pod.getSpec().getContainers().getFirst().getName());
    }

    private boolean answers(Pod pod) {
        return WorkerClient.ask(client, pod, Ports.UPLOAD, PATH, PATIENCE).isPresent();
    }

    private static Pod ready(PodReport report) {
        return new PodBuilder(report.pod())
                .editStatus()
                .withContainerStatuses(report.containers().stream()
                        .map(container -> new ContainerStatusBuilder(container)
                                .withReady(true)
                                .build())
                        .toList())
                .endStatus()
                .build();
    }
}
