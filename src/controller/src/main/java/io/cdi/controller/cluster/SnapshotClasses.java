// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.cdi.api.storage.SnapshotClass;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The VolumeSnapshotClasses of a cluster: none where snapshots are not installed, and watched from the
/// moment on in which they are.
final class SnapshotClasses implements AutoCloseable {

    private static final String DEFINITION = "volumesnapshotclasses.snapshot.storage.k8s.io";

    /// Said here, not asked of discovery, which learns of a new kind a moment after its definition is established.
    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshotClass")
            .withPlural("volumesnapshotclasses")
            .withNamespaced(false)
            .build();

    private final KubernetesClient client;
    private final Runnable changed;
    private final SharedIndexInformer<CustomResourceDefinition> definitions;
    private @Nullable SharedIndexInformer<GenericKubernetesResource> classes;

    /// @param changed called on every change; must not block
    SnapshotClasses(KubernetesClient client, Runnable changed) {
        this.client = client;
        this.changed = changed;
        this.definitions = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(DEFINITION)
                .inform(new Heard<>(this::follow));
        follow();
    }

    /// Starts or ends the watch, as the definition comes and goes.
    private synchronized void follow() {
        boolean installed =
                definitions != null && definitions.getStore().list().stream().anyMatch(SnapshotClasses::isServed);
        if (installed && classes == null) {
            classes = client.genericKubernetesResources(KIND).runnableInformer(0);
            classes.exceptionHandler((_, _) -> true);
            classes.addEventHandler(new Heard<>(changed));
            classes.start();
        } else if (!installed && classes != null) {
            classes.stop();
            classes = null;
            changed.run();
        }
    }

    private static boolean isServed(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().stream()
                        .anyMatch(version -> "v1".equals(version.getName()) && version.getServed())
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    synchronized List<SnapshotClass> list() {
        return classes == null
                ? List.of()
                : classes.getStore().list().stream().map(SnapshotClasses::facts).toList();
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
    public synchronized void close() {
        definitions.stop();
        if (classes != null) {
            classes.stop();
        }
    }
}
