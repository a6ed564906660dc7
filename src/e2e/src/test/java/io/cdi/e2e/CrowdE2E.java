// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Many DataVolumes at once: all end, and nothing of them stays. Prints how long they took and what they asked of the
/// API server.
@ExtendWith(ClusterExtension.class)
@Isolated
class CrowdE2E {

    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// How many imports are made in all; for a measurement of more than the suite has time for.
    private static final int IMPORTS = Optional.ofNullable(System.getenv("CROWD_IMPORTS"))
            .map(Integer::parseInt)
            .orElse(30);

    @Test
    void blankVolumesAreAllMade(Cluster cluster, TestNamespace namespace) {
        make("blank", AT_ONCE, cluster, namespace, "blank: {}");
        deleteAll(namespace);
    }

    @Test
    void importsLeaveNothing(Cluster cluster, TestNamespace namespace, Images images) {
        for (int made = 0; made < IMPORTS; made += AT_ONCE) {
            int count = Math.min(AT_ONCE, IMPORTS - made);
            make("import", count, cluster, namespace, images.source(Server.HTTP, "disk.qcow2"));
            deleteAll(namespace);
        }
    }

    private static void make(String what, int count, Cluster cluster, TestNamespace namespace, String source) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> what + "-" + i).toList();
        double before = cluster.requests();
        long start = System.nanoTime();

        names.parallelStream().forEach(name -> namespace.dataVolume(name, source, "Filesystem", "50Mi"));
        namespace.await("success of all", PATIENCE, () -> namespace.succeeded() == count);

        System.out.printf(
                Locale.ROOT,
                "%d DataVolumes at once, %s: %.1f s, %.0f requests each%n",
                count,
                what,
                (System.nanoTime() - start) / 1e9,
                (cluster.requests() - before) / count);
        namespace.await(
                "end of helpers",
                PATIENCE,
                () -> namespace.claims().size() == count && namespace.workers().isEmpty());
        assertThat(namespace.claims()).hasSameElementsAs(names);
    }

    private static void deleteAll(TestNamespace namespace) {
        namespace.client().genericKubernetesResources(TestVolume.KIND).delete();
        namespace.await(
                "end of all",
                PATIENCE,
                () -> namespace.claims().isEmpty()
                        && namespace.volumes().isEmpty()
                        && namespace.workers().isEmpty());
    }
}
