// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Not a test of the suite but a measurement, run by `src/e2e/measure` on a quiet machine. Each prints a row of a
/// table: how long an upload takes, with virtctl as a user calls it, into a pod with the default limit of processor
/// time and into one without, and with curl beside the same curl to nginx.
@ExtendWith(ClusterExtension.class)
class UploadMeasurement {

    private static final int RUNS = 3;
    private static final String DEFAULT_LIMIT = "750m";
    private static final String NO_LIMIT = String.valueOf(Runtime.getRuntime().availableProcessors());

    static Stream<Arguments> images() {
        return Stream.ofNullable(System.getenv("MEASURE_IMAGES"))
                .flatMap(given -> Stream.of(given.split(":")))
                .filter(image -> !image.isEmpty())
                .flatMap(image -> Stream.of("filesystem", "block")
                        .flatMap(mode -> Stream.of(DEFAULT_LIMIT, NO_LIMIT)
                                .flatMap(limit -> Stream.generate(() -> Arguments.of(image, mode, limit))
                                        .limit(RUNS))));
    }

    /// From the start of virtctl to its end: the volume, the pod, and the bytes.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("images")
    void virtctl(Path image, String mode, String limit, Cluster cluster, TestNamespace namespace) {
        try (Setting _ = processorLimit(cluster, limit);
                Witness witness = new Witness(namespace)) {
            long start = System.nanoTime();
            Command.Result virtctl = new UploadClient(cluster, namespace)
                    .virtctl(
                            "dv",
                            "disk",
                            "--size=9Gi",
                            "--access-mode=ReadWriteOnce",
                            "--volume-mode=" + mode,
                            "--image-path=" + image);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(virtctl.exitCode()).as(virtctl.output()).isZero();
            System.out.printf(
                    Locale.ROOT,
                    "| virtctl, %s, %s, limit %s | %.1f s, ready %.1f s after the container ran, %d claims, %d for scratch |%n",
                    image.getFileName(),
                    mode,
                    limit,
                    seconds,
                    (witness.firstSeen("UploadReady").orElseThrow()
                                    - witness.firstSeen("running").orElseThrow())
                            / 1e9,
                    witness.claims().size(),
                    witness.scratchClaims().size());
        }
    }

    /// Both hops of the upload against one of nginx, and both until the bytes are on the disk.
    @ParameterizedTest
    @CsvSource({"256, Filesystem", "2048, Filesystem", "2048, Block"})
    void curl(int mebibytes, String mode, Cluster cluster, TestNamespace namespace, Peers peers) throws Exception {
        Path image = Images.random(peers.files().resolve("upload.raw"), mebibytes);
        UploadClient client = new UploadClient(cluster, namespace);
        double direct = Double.MAX_VALUE;
        double through = Double.MAX_VALUE;
        PeakMemory peaks = new PeakMemory("cdi-uploadproxy", "cdi-uploadserver");
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            Command.run("curl", "-sfk", "-T", image, peers.uploads().uri("uploads/file"));
            Command.run("sync", peers.files().resolve("uploads/file"));
            direct = Math.min(direct, (System.nanoTime() - start) / 1e9);

            TestVolume volume = namespace
                    .dataVolume("disk" + run, "upload: {}", mode, mebibytes * 5 / 4 + "Mi")
                    .awaitPhase("UploadReady");
            String token = client.token(volume.name());
            try (AutoCloseable _ = peaks.watch()) {
                start = System.nanoTime();
                UploadClient.Answer answer =
                        client.curl(UploadClient.SYNCHRONOUS, token, "-X", "POST", "-H", "Expect:", "-T", image);
                through = Math.min(through, (System.nanoTime() - start) / 1e9);
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            }
            volume.delete();
        }
        System.out.printf(
                Locale.ROOT,
                "| curl, %d MiB raw, %s | nginx %.2f s, CDI %.2f s: %.2f times as fast; peak MiB: %s |%n",
                mebibytes,
                mode,
                direct,
                through,
                direct / through,
                peaks);
    }

    private static Setting processorLimit(Cluster cluster, String limit) {
        return Setting.install(
                        cluster,
                        "podResourceRequirements",
                        Map.of(
                                "limits", Map.of("cpu", limit, "memory", "600M"),
                                "requests", Map.of("cpu", "100m", "memory", "60M")))
                .await(limit, "defaultPodResourceRequirements", "limits", "cpu");
    }
}
