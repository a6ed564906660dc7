// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.cdi.e2e.Images.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A DataVolume may be deleted at any time, and nothing of it stays.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class DeletionE2E {

    /// A pod that starts at once skips ImportScheduled; one that does not has a test below.
    @ParameterizedTest
    @ValueSource(strings = {"Pending", "ImportInProgress", "Succeeded"})
    void leavesNothing(String phase, TestNamespace namespace, Images images) {
        String source = "http: {url: '%s'}".formatted(images.slowly("disk.raw"));
        try (Witness witness = new Witness(namespace)) {
            TestVolume volume = namespace.dataVolume("disk", source, "Filesystem", "100Mi");
            namespace.await(phase, () -> witness.phases().contains(phase));

            volume.delete();

            volume.awaitGone();
        }
    }

    @Test
    void leavesNothingOfAVolumeThatWaitsForItsConsumer(TestNamespace namespace, Images images) {
        TestVolume volume = namespace.dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), """
                accessModes: [ReadWriteOnce], storageClassName: loop-wait, resources: {requests: {storage: 100Mi}}""");
        volume.awaitPhase("PendingPopulation");

        volume.delete();

        volume.awaitGone();
    }

    @Test
    void leavesNothingOfAVolumeWithoutAPrimeThatWaitsForItsConsumer(TestNamespace namespace, Images images) {
        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: disk, annotations: {cdi.kubevirt.io/storage.usePopulator: "false"}}
                spec:
                  source: {%s}
                  pvc: {accessModes: [ReadWriteOnce], storageClassName: loop-wait, resources: {requests: {storage: 100Mi}}}
                """.formatted(images.source(Server.HTTP, "disk.qcow2")));
        TestVolume volume = new TestVolume(namespace, "disk").awaitPhase("WaitForFirstConsumer");

        volume.delete();

        volume.awaitGone();
    }

    @Test
    void leavesNothingOfAnImportWithoutAPrime(TestNamespace namespace, Images images) {
        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: disk, annotations: {cdi.kubevirt.io/storage.usePopulator: "false"}}
                spec:
                  source: {http: {url: '%s'}}
                  pvc: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Mi}}}
                """.formatted(images.slowly("disk.raw")));
        TestVolume volume = new TestVolume(namespace, "disk").awaitPhase("ImportInProgress");

        volume.delete();

        volume.awaitGone();
    }

    @Test
    void leavesNothingOfAnImportThatMissesItsSecret(TestNamespace namespace, Images images) {
        TestVolume volume =
                namespace.dataVolume("disk", images.source(Server.LOGIN, "disk.qcow2"), "Filesystem", "100Mi");
        namespace.await("word of the Secret", () -> namespace.story().contains("secret \"login\" not found"));

        volume.delete();

        volume.awaitGone();
    }

    @Test
    void leavesNothingOfAnImportThatHasFailedForGood(TestNamespace namespace, Images images) {
        TestVolume volume = namespace.dataVolume(
                "disk",
                "http: {url: '%s', checksum: 'sha256:%s'}".formatted(images.http("disk.qcow2"), "0".repeat(64)),
                "Block",
                "100Mi");
        volume.awaitPhase("Failed");

        volume.delete();

        volume.awaitGone();
    }

    @Test
    void leavesNothingOfAnImportThatFails(TestNamespace namespace, Peers peers) {
        String source = "http: {url: '%s'}".formatted(peers.http().uri("nowhere"));
        TestVolume volume = namespace.dataVolume("disk", source, "Block", "100Mi");
        volume.awaitCondition("Running", "False", "404");

        volume.delete();

        volume.awaitGone();
    }

    @Test
    void leavesNothingOfABlankVolumeAtOnceDeleted(TestNamespace namespace) {
        TestVolume volume = namespace.dataVolume("disk", "blank: {}", "Block", "100Mi");

        volume.delete();

        volume.awaitGone();
    }
}
