// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.cdi.api.storage.SnapshotClass;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The VolumeSnapshotClasses of a cluster: none where snapshots are not installed.
record SnapshotClasses(LateKind kind) implements AutoCloseable {

    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshotClass")
            .withPlural("volumesnapshotclasses")
            .withNamespaced(false)
            .build();

    /// @param changed called on every change; must not block
    SnapshotClasses(KubernetesClient client, Runnable changed) {
        this(new LateKind(client, KIND, null, changed));
    }

    List<SnapshotClass> list() {
        return kind.list().stream().map(SnapshotClasses::facts).toList();
    }

    private static SnapshotClass facts(GenericKubernetesResource found) {
        Map<String, String> parameters = new TreeMap<>();
        if (found.get("parameters") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> parameters.put(String.valueOf(key), String.valueOf(value)));
        }
        return new SnapshotClass(
                Facts.name(found),
                String.valueOf(found.<Object>get("driver")),
                "true".equals(Facts.annotation(found, ForeignAnnotations.DEFAULT_SNAPSHOT_CLASS)),
                parameters);
    }

    @Override
    public void close() {
        kind.close();
    }
}
