// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.e2e.Images.Server;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// DataVolumes whose claims say themselves what they are filled from: here by the storage driver.
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
class ExternalPopulationE2E {

    private static final String SNAPSHOT = """
            apiVersion: snapshot.storage.k8s.io/v1
            kind: VolumeSnapshot
            metadata: {name: taken}
            spec: {volumeSnapshotClassName: loop, source: {persistentVolumeClaimName: disk}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: PersistentVolumeClaim, name: disk}",
                "{apiGroup: snapshot.storage.k8s.io, kind: VolumeSnapshot, name: taken}"
            })
    void theDriverCopies(String dataSource, TestNamespace namespace, Images images) {
        TestVolume disk = namespace
                .dataVolume("disk", images.source(Server.HTTP, "disk.qcow2"), "Block", "100Mi")
                .awaitSucceeded();
        String sha256 = disk.disk().content().sha256();
        namespace.apply(SNAPSHOT);

        namespace.apply("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: DataVolume
                metadata: {name: copy}
                spec:
                  pvc:
                    volumeMode: Block
                    accessModes: [ReadWriteOnce]
                    resources: {requests: {storage: 100Mi}}
                    dataSource: %s
                """.formatted(dataSource));
        TestVolume copy = new TestVolume(namespace, "copy").awaitSucceeded();

        assertThat(copy.disk().content().sha256()).isEqualTo(sha256);
        assertThat(namespace.story()).contains("PVC copy successfully populated by");
        assertThat(copy.progress()).isEqualTo("100.0%");
    }
}
