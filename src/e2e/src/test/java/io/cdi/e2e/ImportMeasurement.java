// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Not a test of the suite but a measurement, run by `src/e2e/measure` on a quiet machine: how long an import takes
/// from the create request to `Succeeded`, where the time goes, and what it asks of the cluster: of the controller, the
/// CSI drivers, the kubelet, the scheduler, and this measurement itself (two requests a second at its end).
/// Prints a row of a table each.
@ExtendWith(ClusterExtension.class)
class ImportMeasurement {

    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final int IDLE_WINDOWS = 4;
    private static final int RUNS = 3;

    /// Qcow2 images to measure beside one of 64 MiB that is made here.
    private static final Optional<String> GIVEN = Optional.ofNullable(System.getenv("MEASURE_IMAGES"));

    static Stream<Arguments> imports() {
        Stream<String> images =
                Stream.concat(Stream.of("64 MiB"), GIVEN.stream().flatMap(given -> Stream.of(given.split(":"))));
        return images.flatMap(image -> Stream.of("Filesystem", "Block")
                .flatMap(
                        mode -> Stream.generate(() -> Arguments.of(image, mode)).limit(RUNS)));
    }

    @ParameterizedTest
    @MethodSource("imports")
    void measure(String image, String mode, Cluster cluster, TestNamespace namespace, Peers peers) throws IOException {
        String source = "http: {url: '%s'}".formatted(peers.http().uri(served(image, peers.files())));
        double idle = idleRequestsPerSecond(cluster);
        try (Witness witness = new Witness(namespace)) {
            double before = cluster.requests();
            long start = System.nanoTime();

            TestVolume volume =
                    namespace.dataVolume("disk", source, mode, "9Gi").awaitSucceeded();
            volume.awaitTidy();

            double seconds = (System.nanoTime() - start) / 1e9;
            double bound = seconds(witness, "bound", start);
            double running = seconds(witness, "running", start);
            double succeeded = seconds(witness, "Succeeded", start);
            System.out.printf(
                    Locale.ROOT,
                    "| %s, %s | %.1f | %.1f | %.1f | %.1f | %d | %d | %.0f |%n",
                    image.substring(image.lastIndexOf('/') + 1),
                    mode,
                    bound,
                    running - bound,
                    succeeded - running,
                    succeeded,
                    witness.importers().size(),
                    witness.claims().size(),
                    cluster.requests() - before - idle * seconds);
            assertThat(volume.phase()).isEqualTo("Succeeded");
        }
    }

    private static double seconds(Witness witness, String what, long start) {
        return (witness.firstSeen(what).orElseThrow() - start) / 1e9;
    }

    /// The name of the image among the served files.
    private static String served(String image, Path files) throws IOException {
        Path served = files.resolve("measured-" + image.hashCode() + ".qcow2");
        if (Files.exists(served)) {
            return served.getFileName().toString();
        }
        if (image.startsWith("/")) {
            Files.createSymbolicLink(served, Path.of(image));
        } else {
            QemuImg.convert(Images.random(files.resolve("measured.raw"), 64), "raw", served, "qcow2");
        }
        return served.getFileName().toString();
    }

    /// The least of some windows: the namespace of the run before may still be going.
    private static double idleRequestsPerSecond(Cluster cluster) {
        return DoubleStream.generate(() -> requestsPerSecond(cluster))
                .limit(IDLE_WINDOWS)
                .min()
                .orElseThrow();
    }

    private static double requestsPerSecond(Cluster cluster) {
        double before = cluster.requests();
        LockSupport.parkNanos(IDLE.toNanos());
        return (cluster.requests() - before) / IDLE.toSeconds();
    }
}
