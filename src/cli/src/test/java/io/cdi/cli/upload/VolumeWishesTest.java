// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.cli.apply.VolumeName;
import io.cdi.contract.ContentType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VolumeWishesTest {

    @Test
    void whatIsNotWishedIsLeftToTheCluster() {
        VolumeWishes wishes = new VolumeWishes(
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ContentType.KUBEVIRT,
                false);

        assertThat(yaml(wishes)).isEqualTo("""
                        ---
                        apiVersion: "cdi.kubevirt.io/v1beta1"
                        kind: "DataVolume"
                        metadata:
                          name: "fedora"
                          namespace: "vms"
                        spec:
                          source:
                            upload: {}
                          storage:
                            resources:
                              requests:
                                storage: "8589934592"
                          contentType: "kubevirt"
                        """);
    }

    @Test
    void allWishesArePassedOn() {
        VolumeWishes wishes = new VolumeWishes(
                OptionalLong.empty(),
                Optional.of("fast"),
                Optional.of("Block"),
                Optional.of("ReadWriteMany"),
                ContentType.ARCHIVE,
                true);

        assertThat(yaml(wishes))
                .contains("accessModes:\n    - \"ReadWriteMany\"")
                .contains("storageClassName: \"fast\"")
                .contains("volumeMode: \"Block\"")
                .contains("contentType: \"archive\"")
                .contains("cdi.kubevirt.io/storage.bind.immediate.requested: \"\"");
    }

    private static String yaml(VolumeWishes wishes) {
        return Serialization.asYaml(wishes.dataVolume(new VolumeName("vms", "fedora"), 8L << 30));
    }
}
