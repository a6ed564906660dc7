// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes objects with as few requests as there are changes, and makes the next pass see what was
/// written, even when the watch has not told it yet.
public final class Writer {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final PatchContext JSON = PatchContext.of(PatchType.JSON);

    private final KubernetesClient client;

    public Writer(KubernetesClient client) {
        this.client = client;
    }

    /// One that is there already is fine: names follow from what an object is for.
    ///
    /// @return whether there was none
    public <T extends HasMetadata> boolean create(T wanted, ManagedInformerEventSource<T, ?, ?> cache) {
        Optional<T> made = made(wanted);
        made.ifPresent(created -> cache.handleRecentResourceCreate(ResourceID.fromResource(created), created));
        return made.isPresent();
    }

    /// As the other one, for what no pass looks for.
    public void create(HasMetadata wanted) {
        made(wanted);
    }

    private <T extends HasMetadata> Optional<T> made(T wanted) {
        try {
            return Optional.of(client.resource(wanted).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// Writes what differs; nothing when nothing does. An object that is gone needs nothing.
    public <T extends HasMetadata> void change(T object, Changes changes, ManagedInformerEventSource<T, ?, ?> cache) {
        changes.patch(object).ifPresent(patch -> patch(client.resource(object), object, MERGE, patch, cache));
    }

    /// As the other one, for an object that the reconciler itself is about.
    public <T extends HasMetadata> void change(T object, Changes changes, Context<T> context) {
        change(object, changes, context.eventSourceRetriever().getControllerEventSource());
    }

    /// Writes what this very object says of itself, as a whole: what is not in it any more does not stay. One that is
    /// gone says nothing.
    public <T extends HasMetadata> void status(T object, Object status, Context<T> context) {
        status(object, status, context.eventSourceRetriever().getControllerEventSource());
    }

    /// As the other one, for an object that the reconciler keeps beside its own.
    public <T extends HasMetadata> void status(T object, Object status, ManagedInformerEventSource<T, ?, ?> cache) {
        String patch = client.getKubernetesSerialization()
                .asJson(List.of(
                        Map.of("op", "test", "path", "/metadata/uid", "value", Facts.uid(object)),
                        Map.of("op", "add", "path", "/status", "value", status)));
        patch(client.resource(object).subresource("status"), object, JSON, patch, cache);
    }

    private static <T extends HasMetadata> void patch(
            EditReplacePatchable<T> stored,
            T object,
            PatchContext kind,
            String patch,
            ManagedInformerEventSource<T, ?, ?> cache) {
        try {
            T patched = stored.patch(kind, patch);
            cache.handleRecentResourceUpdate(ResourceID.fromResource(patched), patched, object);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /// Deletes this very object, and not one that has taken its name since.
    public void delete(HasMetadata object) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(Facts.uid(object))
                .endPreconditions()
                .build();
        try {
            client.raw(path(object), "DELETE", options);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static String path(HasMetadata object) {
        String version = object.getApiVersion();
        return (version.contains("/") ? "/apis/" : "/api/")
                + version
                + (Facts.namespace(object).isEmpty() ? "" : "/namespaces/" + Facts.namespace(object))
                + "/" + object.getPlural() + "/" + Facts.name(object);
    }
}
