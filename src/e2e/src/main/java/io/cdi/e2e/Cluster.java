// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.testkit.Command;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The development cluster with the project installed, and an administrator's client for it.
record Cluster(KubernetesClient client) implements AutoCloseable {

    /// Where pods reach the node, and so the servers that tests start on it.
    static final String NODE_ADDRESS = "10.244.0.1";

    /// An image with a shell, coreutils and qemu-img, for looks into volumes.
    static final String DISK_TOOLS = "localhost/cdi-disk-tools:devel";

    /// Where the project is installed.
    static final String INSTALLATION = "cdi";

    private static final Duration GOING = Duration.ofMinutes(2);
    private static final Duration STARTING = Duration.ofMinutes(2);
    private static final Pattern REQUESTS =
            Pattern.compile("^apiserver_request_total\\{.*} (\\S+)$", Pattern.MULTILINE);

    /// Brings it up where it is not, and installs what is built. It stays up: `src/e2e/dev-cluster down` ends it.
    static Cluster up() {
        Command.run(script(), "start");
        Cluster cluster = new Cluster(new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig().toFile()))
                .build());
        cluster.install();
        return cluster;
    }

    /// Returns when the project is installed and available.
    void install() {
        Command.run(script(), "install");
    }

    private static Path script() {
        return program("src/e2e/dev-cluster");
    }

    /// A program of the source tree, by its path from the top.
    static Path program(String path) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path program = folder.resolve(path);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program;
            }
        }
        throw new AssertionError(path + " was not found above " + Path.of("").toAbsolutePath());
    }

    /// As `src/e2e/cluster/env.sh` has it.
    static Path kubeconfig() {
        return Optional.ofNullable(System.getenv("CLUSTER_KUBECONFIG"))
                .map(Path::of)
                .orElseGet(() -> Path.of(
                        Optional.ofNullable(System.getenv("CLUSTER_STATE")).orElse("/var/lib/devcluster"),
                        "kubeconfig"));
    }

    /// What a user's `kubectl` prints.
    String kubectl(TestNamespace namespace, Object... words) {
        return Command.run(
                Stream.concat(Stream.of(script(), "kubectl", "--namespace", namespace.name()), Stream.of(words))
                        .toArray());
    }

    /// All requests that the API server has answered since it started, of whoever: also those of the CSI drivers, the
    /// kubelet and the scheduler, and those of the tests.
    double requests() {
        return REQUESTS.matcher(client.raw("/metrics"))
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }

    /// The pods of a deployment of the project.
    List<Pod> pods(String deployment) {
        return client.pods().inNamespace(INSTALLATION).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getName().startsWith(deployment + "-"))
                .toList();
    }

    /// Waits until all that a deployment of the project should run is ready.
    void awaitReady(String deployment) {
        client.apps()
                .deployments()
                .inNamespace(INSTALLATION)
                .withName(deployment)
                .waitUntilReady(STARTING.toSeconds(), TimeUnit.SECONDS);
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
