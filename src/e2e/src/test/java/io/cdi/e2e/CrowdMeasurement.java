// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Not a test of the suite but a measurement, run by `src/e2e/measure` on a quiet machine: how long the cluster takes
/// for many blank DataVolumes at once, and, right before, for as many claims with a pod each whose shell makes the
/// same file, without anything of ours. Prints a row of a table.
@ExtendWith(ClusterExtension.class)
class CrowdMeasurement {

    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void blankVolumesBesideBarePods(TestNamespace namespace) {
        double bare = seconds(namespace, i -> barePod(namespace, "bare-" + i), () -> haveEnded(namespace));
        double blank = seconds(
                namespace,
                i -> namespace.dataVolume("blank-" + i, "blank: {}", "Filesystem", "50Mi"),
                () -> namespace.succeeded() == AT_ONCE);

        System.out.printf(
                Locale.ROOT,
                "| %d at once | bare pods with a claim each: %.1f s | blank DataVolumes: %.1f s |%n",
                AT_ONCE,
                bare,
                blank);
    }

    private static double seconds(TestNamespace namespace, IntConsumer make, BooleanSupplier done) {
        long start = System.nanoTime();
        IntStream.range(0, AT_ONCE).parallel().forEach(make);
        namespace.await("end of all", PATIENCE, done);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void barePod(TestNamespace namespace, String name) {
        namespace.claim(name, "Filesystem", "50Mi").start("truncate -s 40M $DISK");
    }

    private static boolean haveEnded(TestNamespace namespace) {
        List<Pod> pods = namespace.client().pods().list().getItems();
        return pods.size() == AT_ONCE
                && pods.stream()
                        .allMatch(pod -> "Succeeded".equals(pod.getStatus().getPhase()));
    }
}
