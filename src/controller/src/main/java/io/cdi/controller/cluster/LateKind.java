// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The objects of a kind that a cluster may have or not: watched from the moment on in which its definition is there,
/// none before it and after it.
public final class LateKind implements AutoCloseable {

    private final KubernetesClient client;
    private final ResourceDefinitionContext kind;
    private final @Nullable String namespace;
    private final Runnable changed;
    private final SharedIndexInformer<CustomResourceDefinition> definitions;
    private @Nullable SharedIndexInformer<GenericKubernetesResource> objects;

    /// @param kind said in full, and not asked of discovery, which learns of a kind a moment after its definition is
    ///     established
    /// @param namespace null for all
    /// @param changed called on every change; must not block
    public LateKind(
            KubernetesClient client, ResourceDefinitionContext kind, @Nullable String namespace, Runnable changed) {
        this.client = client;
        this.kind = kind;
        this.namespace = namespace;
        this.changed = changed;
        this.definitions = client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(kind.getPlural() + "." + kind.getGroup())
                .inform(new Heard<>(this::follow));
        follow();
    }

    /// Starts or ends the watch, as the definition comes and goes.
    private synchronized void follow() {
        boolean installed =
                definitions != null && definitions.getStore().list().stream().anyMatch(this::isServed);
        if (installed && objects == null) {
            objects = informer();
            objects.exceptionHandler((_, _) -> true);
            objects.addEventHandler(new Heard<>(changed));
            objects.start();
        } else if (!installed && objects != null) {
            objects.stop();
            objects = null;
            changed.run();
        }
    }

    private SharedIndexInformer<GenericKubernetesResource> informer() {
        MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
                everywhere = client.genericKubernetesResources(kind);
        return namespace == null
                ? everywhere.runnableInformer(0)
                : everywhere.inNamespace(namespace).runnableInformer(0);
    }

    private boolean isServed(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().stream()
                        .anyMatch(version -> kind.getVersion().equals(version.getName()) && version.getServed())
                && Stream.ofNullable(definition.getStatus())
                        .map(CustomResourceDefinitionStatus::getConditions)
                        .filter(Objects::nonNull)
                        .flatMap(List::stream)
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /// Those that are there now.
    public synchronized List<GenericKubernetesResource> list() {
        return objects == null ? List.of() : objects.getStore().list();
    }

    @Override
    public synchronized void close() {
        definitions.stop();
        if (objects != null) {
            objects.stop();
        }
    }
}
