// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// When a claim gets its volume: classes that wait for a pod, claims without a DataVolume, quota.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class WaitForFirstConsumerE2E {

    private static final String WAITING_CLAIM =
            "accessModes: [ReadWriteOnce], storageClassName: loop-wait, resources: {requests: {storage: 100Mi}}";

    @Test
    void waitsForTheFirstConsumerAndFillsTheVolumeBeforeItStarts(TestNamespace namespace, Images images) {
        TestVolume volume = namespace.dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), WAITING_CLAIM);
        volume.awaitPhase("PendingPopulation");
        assertThat(namespace.client().pods().list().getItems()).isEmpty();

        images.assertAreOn(volume.disk());
        volume.awaitSucceeded().awaitTidy();
    }

    @Test
    void bindsAtOnceWhereThatIsAskedFor(TestNamespace namespace, Images images) {
        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: disk, annotations: {cdi.kubevirt.io/storage.bind.immediate.requested: ""}}
                spec:
                  source: {%s}
                  pvc: {%s}
                """.formatted(images.source(Server.HTTP, "disk.qcow2"), WAITING_CLAIM));
        TestVolume volume = new TestVolume(namespace, "disk");

        volume.awaitSucceeded();

        images.assertAreOn(volume.disk());
    }

    @Test
    void aClaimWithoutDataVolumeIsFilledByItsSourceObject(TestNamespace namespace, Images images) {
        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: VolumeImportSource
                metadata: {name: source}
                spec: {source: {%s}}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: disk}
                spec:
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 100Mi}}
                  dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: source}
                """.formatted(images.source(Server.HTTP, "disk.qcow2")));

        images.assertAreOn(new DiskPod(namespace, "disk"));
    }

    @Test
    void aClaimWithAnnotationsAloneIsFilled(TestNamespace namespace, Peers peers, Images images) {
        namespace.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: disk
                  annotations: {cdi.kubevirt.io/storage.import.endpoint: '%s'}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 100Mi}}}
                """.formatted(peers.http().uri("disk.qcow2")));
        namespace.await(
                "phase Succeeded on the claim",
                () -> "Succeeded"
                        .equals(namespace
                                .client()
                                .persistentVolumeClaims()
                                .withName("disk")
                                .require()
                                .getMetadata()
                                .getAnnotations()
                                .get("cdi.kubevirt.io/storage.pod.phase")));

        images.assertAreOn(new DiskPod(namespace, "disk"));
    }

    @Test
    void aQuotaOnClaimsIsSaidAndWaitedFor(TestNamespace namespace, Images images) {
        quota(namespace, "persistentvolumeclaims: 1");
        TestVolume volume =
                namespace.dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), "Filesystem", "100Mi");
        namespace.await("word of the quota", () -> namespace.warnings().contains("exceeded quota"));
        assertThat(volume.phase()).isNotIn("Succeeded", "Failed");

        quota(namespace, "persistentvolumeclaims: 2");

        volume.awaitSucceeded();
    }

    /// Such a quota refuses pods that do not name their requests and limits.
    @Test
    void importsUnderAQuotaOnProcessorsAndMemory(TestNamespace namespace, Images images) {
        quota(namespace, "requests.cpu: 1, limits.cpu: 2, requests.memory: 1Gi, limits.memory: 2Gi");

        namespace
                .dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), "Filesystem", "100Mi")
                .awaitSucceeded();
    }

    private static void quota(TestNamespace namespace, String hard) {
        namespace.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: quota}
                spec: {hard: {%s}}
                """.formatted(hard));
    }
}
