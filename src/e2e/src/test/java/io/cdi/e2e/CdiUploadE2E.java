// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `cdi upload`, which knows no address of the proxy here: through the API server.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class CdiUploadE2E {

    @ParameterizedTest
    @ValueSource(strings = {"filesystem", "block"})
    void makesADataVolume(String mode, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        Command.Result cdi = new UploadClient(cluster, namespace)
                .cdi(peers.files().resolve("disk.qcow2"), "disk", "--volume-mode", mode, "--size", "100Mi");

        assertThat(cdi.output()).contains("uploaded qcow2");
        assertThat(cdi.exitCode()).isZero();
        images.assertAreOn(new TestVolume(namespace, "disk").awaitSucceeded().disk());
        assertThat(namespace.warnings()).isEmpty();
    }

    @Test
    void goesOnAfterItWasEnded(Cluster cluster, TestNamespace namespace, Peers peers, Images images)
            throws InterruptedException {
        UploadClient client = new UploadClient(cluster, namespace);
        TestVolume volume = namespace.dataVolume("disk", "upload: {}", "Block", "100Mi");
        Path image = peers.files().resolve("disk.raw");
        Process interrupted = client.startCdi(image, "disk", "--limit-rate", "1MiB");
        volume.awaitProgress();
        Command.run("kill", "-TERM", interrupted.pid());
        assertThat(interrupted.waitFor()).isEqualTo(143);

        Command.Result cdi = client.cdi(image, "disk", "--progress", "json");

        assertThat(cdi.exitCode()).isZero();
        assertThat(cdi.output()).contains("\"event\":\"uploaded\"");
        images.assertAreOn(new TestVolume(namespace, "disk").awaitSucceeded().disk());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--force-bind", ""})
    void bindsByForceWhereTheClassWaitsForAConsumer(
            String force, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        Object[] words = force.isEmpty()
                ? new Object[] {"--storage-class", "loop-wait", "--volume-mode", "block", "--size", "100Mi"}
                : new Object[] {"--storage-class", "loop-wait", "--volume-mode", "block", "--size", "100Mi", force};

        Command.Result cdi =
                new UploadClient(cluster, namespace).cdi(peers.files().resolve("disk.raw.xz"), "disk", words);

        if (force.isEmpty()) {
            assertThat(cdi.exitCode()).isEqualTo(3);
            assertThat(cdi.output()).contains("--force-bind");
        } else {
            assertThat(cdi.exitCode()).isZero();
            images.assertAreOn(
                    new TestVolume(namespace, "disk").awaitSucceeded().disk());
        }
    }
}
