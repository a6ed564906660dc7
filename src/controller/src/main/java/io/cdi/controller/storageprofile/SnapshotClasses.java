// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.storageprofile;

import io.cdi.api.storage.SnapshotClass;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The VolumeSnapshotClasses of a cluster; none where snapshots are not installed.
final class SnapshotClasses {

    private static final String VERSION = "snapshot.storage.k8s.io/v1";
    private static final String KIND = "VolumeSnapshotClass";

    private final KubernetesClient client;

    SnapshotClasses(KubernetesClient client) {
        this.client = client;
    }

    List<SnapshotClass> list() {
        try {
            return client.genericKubernetesResources(VERSION, KIND).list().getItems().stream()
                    .map(SnapshotClasses::facts)
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
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
}
