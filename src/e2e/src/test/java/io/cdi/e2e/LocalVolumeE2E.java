// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Block volumes that an administrator made by hand out of loop devices, sections 2.22.3 and 2.25.3 of the documents:
/// bound to a node, of a class that no provisioner serves and that need not exist.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class LocalVolumeE2E {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @ValueSource(strings = {"http", "blank"})
    void isFilledThoughItsClassDoesNotExist(String source, Cluster cluster, TestNamespace namespace, Images images) {
        String wanted = source.equals("blank") ? "blank: {}" : images.source(Server.HTTP, "disk.qcow2");
        try (LocalVolume local = LocalVolume.make(cluster, namespace.name(), namespace.name(), 100 * MIB, "100Mi")) {
            TestVolume volume = namespace.dataVolume("disk", wanted, claim(namespace.name()));

            volume.awaitSucceeded();

            assertThat(namespace.volumes()).containsExactly(local.name());
            if (!source.equals("blank")) {
                assertThat(volume.disk().content()).isEqualTo(new DiskPod.Content(100 * MIB, images.sha256(100 * MIB)));
            }
            volume.delete();
            namespace.await("end of the claim", () -> namespace.claims().isEmpty());
        }
    }

    @Test
    void waitsForItsConsumerWhereTheClassSaysSo(Cluster cluster, TestNamespace namespace, Images images) {
        StorageClass waiting = cluster.client()
                .resource(new StorageClassBuilder()
                        .withNewMetadata()
                        .withName(namespace.name())
                        .endMetadata()
                        .withProvisioner("kubernetes.io/no-provisioner")
                        .withVolumeBindingMode("WaitForFirstConsumer")
                        .build())
                .create();
        try (LocalVolume local = LocalVolume.make(cluster, namespace.name(), namespace.name(), 100 * MIB, "100Mi")) {
            TestVolume volume =
                    namespace.dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), claim(namespace.name()));
            volume.awaitPhase("WaitForFirstConsumer");
            assertThat(namespace.workers()).isEmpty();

            new DiskPod(namespace, "disk").run("true");

            volume.awaitSucceeded();
            images.assertAreOn(volume.disk());
            assertThat(namespace.volumes()).containsExactly(local.name());
            volume.delete();
            namespace.await("end of the claim", () -> namespace.claims().isEmpty());
        } finally {
            cluster.client().resource(waiting).delete();
        }
    }

    /// A device that is a little smaller than its volume says.
    @Test
    void saysSoWhenTheDeviceIsTooSmallForTheImage(Cluster cluster, TestNamespace namespace, Images images) {
        try (LocalVolume _ = LocalVolume.make(cluster, namespace.name(), namespace.name(), 30 * MIB, "32Mi")) {
            TestVolume volume = namespace.dataVolume(
                    "disk",
                    images.source(Server.HTTP, "disk.qcow2"),
                    claim(namespace.name()).replace("100Mi", "32Mi"));

            volume.awaitCondition("Running", "False", "DataVolume too small to contain image");

            volume.delete();
            namespace.await("end of the claim", () -> namespace.claims().isEmpty());
        }
    }

    private static String claim(String storageClass) {
        return "accessModes: [ReadWriteOnce], volumeMode: Block, storageClassName: %s, resources: {requests: {storage: 100Mi}}"
                .formatted(storageClass);
    }
}
