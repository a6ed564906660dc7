// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Images that the kubelet pulls, with nothing in them but a disk.
@ExtendWith(ClusterExtension.class)
class NodePullE2E {

    private static final String INSTANCE_TYPE_LABEL = "instancetype.kubevirt.io/default-instancetype";

    @ParameterizedTest
    @ValueSource(strings = {"Filesystem", "Block"})
    void theDiskComesOutOfTheUsersImage(String mode, TestNamespace namespace, Peers peers, Images images) {
        TestVolume volume = namespace.dataVolume("disk", source(peers, "qcow2"), mode, "100Mi");

        volume.awaitSucceeded();

        DiskPod.Content content = volume.disk().content();
        assertThat(content.sha256()).isEqualTo(images.sha256(content.bytes()));
        PersistentVolumeClaim claim =
                namespace.client().persistentVolumeClaims().withName("disk").require();
        assertThat(claim.getMetadata().getLabels()).containsEntry(INSTANCE_TYPE_LABEL, Images.INSTANCE_TYPE);
        volume.awaitTidy();
    }

    @Test
    void anImageThatTheKubeletCannotPullIsNamed(TestNamespace namespace, Peers peers, Images images) {
        images.keys(namespace);
        TestVolume volume = namespace.dataVolume("disk", source(peers, "missing"), "Filesystem", "100Mi");

        volume.awaitCondition("Running", "False", "/disks/missing");
    }

    private static String source(Peers peers, String image) {
        return "registry: {url: 'docker://%s/disks/%s', pullMethod: node}"
                .formatted(peers.nodeRegistry().address(), image);
    }
}
