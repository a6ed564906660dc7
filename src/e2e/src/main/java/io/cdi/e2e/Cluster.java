// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.testkit.Command;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// The development cluster with the project installed, and an administrator's client for it.
record Cluster(KubernetesClient client) implements AutoCloseable {

    /// Where pods reach the node, and so the servers that tests start on it.
    static final String NODE_ADDRESS = "10.244.0.1";

    /// An image with a shell, coreutils and qemu-img, for looks into volumes.
    static final String DISK_TOOLS = "localhost/cdi-disk-tools:devel";

    private static final Duration GOING = Duration.ofMinutes(2);

    /// Brings it up where it is not, and installs what is built. It stays up: `src/e2e/dev-cluster down` ends it.
    static Cluster up() {
        Path script = script();
        Command.run(script, "start");
        Command.run(script, "install");
        return new Cluster(new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
                .build());
    }

    private static Path script() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path script = folder.resolve("src/e2e/dev-cluster");
            if (Files.isExecutable(script)) {
                return script;
            }
        }
        throw new AssertionError(
                "src/e2e/dev-cluster was not found above " + Path.of("").toAbsolutePath());
    }

    /// As `src/e2e/cluster/env.sh` has it.
    private static Path kubeconfig() {
        return Optional.ofNullable(System.getenv("CLUSTER_KUBECONFIG"))
                .map(Path::of)
                .orElseGet(() -> Path.of(
                        Optional.ofNullable(System.getenv("CLUSTER_STATE")).orElse("/var/lib/devcluster"),
                        "kubeconfig"));
    }

    /// Waits until the tests' namespaces are gone: what keeps one is a leftover, and thus a failure.
    @Override
    public void close() {
        long deadline = System.nanoTime() + GOING.toNanos();
        try (client) {
            List<Namespace> left = namespaces();
            while (!left.isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("still there " + GOING + " after the tests: " + left);
                }
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                left = namespaces();
            }
        }
    }

    private List<Namespace> namespaces() {
        return client.namespaces().withLabel(TestNamespace.LABEL).list().getItems();
    }
}
