// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// A cluster without a default class, which other tests cannot do with.
@ExtendWith(ClusterExtension.class)
@Isolated
class DefaultClassE2E {

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    @Test
    void waitsForADefaultClass(TestNamespace namespace, Cluster cluster) {
        setDefault(cluster, "false");
        try {
            TestVolume volume = namespace.dataVolume("disk", "blank: {}", "Filesystem", "100Mi");

            volume.awaitCondition("Bound", "False", "");
            assertThat(volume.phase()).isNotEqualTo("Succeeded");
            setDefault(cluster, "true");

            volume.awaitSucceeded();
        } finally {
            setDefault(cluster, "true");
        }
    }

    private static void setDefault(Cluster cluster, String value) {
        cluster.client().storage().v1().storageClasses().withName("loop").edit(loop -> annotated(loop, value));
    }

    private static StorageClass annotated(StorageClass loop, String value) {
        loop.getMetadata().getAnnotations().put(DEFAULT_CLASS, value);
        return loop;
    }
}
