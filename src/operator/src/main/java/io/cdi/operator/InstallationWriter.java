// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.api.install.CDI;
import io.cdi.api.install.CDIStatus;
import io.cdi.contract.Annotations;
import io.cdi.contract.Finalizers;
import io.cdi.operator.status.InstallationStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes the CDI object itself. It has no status subresource, and its finalizer no slash, so that the
/// framework's own ways do not fit: these are merge patches.
final class InstallationWriter {

    private final KubernetesClient client;
    private final Announcements announcements;
    private final String version;

    InstallationWriter(KubernetesClient client, Announcements announcements, String version) {
        this.client = client;
        this.announcements = announcements;
        this.version = version;
    }

    /// Says that the configuration of the object counts, and how the installation is; nothing when both are said
    /// already.
    void status(CDI cdi, Context<CDI> context, CDIStatus next) {
        boolean isAuthority = cdi.getMetadata().getAnnotations().containsKey(Annotations.CONFIG_AUTHORITY);
        if (isAuthority && next.equals(cdi.getStatus())) {
            return;
        }
        Map<String, String> annotations = Map.of(Annotations.CONFIG_AUTHORITY, "");
        patch(cdi, context, Map.of("metadata", Map.of("annotations", annotations), "status", next));
        announce(cdi, next);
    }

    /// Says what is wrong, as a status and, when the object did not say so before, as an event.
    void trouble(CDI cdi, Context<CDI> context, CDIStatus next, String reason, String message) {
        boolean isNew = !next.equals(cdi.getStatus());
        status(cdi, context, next);
        if (isNew) {
            announcements.warning(cdi, reason, message);
        }
    }

    void addFinalizer(CDI cdi, Context<CDI> context) {
        List<String> finalizers = new ArrayList<>(cdi.getFinalizers());
        if (!finalizers.contains(Finalizers.OPERATOR)) {
            finalizers.add(Finalizers.OPERATOR);
            patch(cdi, context, Map.of("metadata", guarded(cdi, finalizers)));
        }
    }

    /// The last word: after it the object is gone.
    void deleted(CDI cdi, Context<CDI> context, CDIStatus last) {
        List<String> finalizers = new ArrayList<>(cdi.getFinalizers());
        finalizers.remove(Finalizers.OPERATOR);
        patch(cdi, context, Map.of("metadata", guarded(cdi, finalizers), "status", last));
    }

    /// A list is written as a whole, so nobody else may have written it meanwhile.
    private static Map<String, Object> guarded(CDI cdi, List<String> finalizers) {
        return Map.of(
                "finalizers", finalizers, "resourceVersion", cdi.getMetadata().getResourceVersion());
    }

    private void patch(CDI cdi, Context<CDI> context, Map<String, Object> change) {
        String patch = client.getKubernetesSerialization().asJson(change);
        context.eventSourceRetriever()
                .getControllerEventSource()
                .eventFilteringUpdateAndCacheResource(
                        cdi,
                        former -> client.resources(CDI.class)
                                .withName(former.getMetadata().getName())
                                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    private void announce(CDI cdi, CDIStatus next) {
        String former = cdi.getStatus() == null
                ? ""
                : Objects.requireNonNullElse(cdi.getStatus().phase(), "");
        String phase = Objects.requireNonNullElse(next.phase(), "");
        if (phase.equals(former)) {
            return;
        }
        switch (phase) {
            case InstallationStatus.DEPLOYING -> announcements.normal(cdi, "DeployStarted", "Started Deployment");
            case InstallationStatus.DEPLOYED -> announcements.normal(cdi, "DeployCompleted", "Deployment Completed");
            case InstallationStatus.UPGRADING ->
                announcements.normal(cdi, "UpgradeStarted", "Started upgrade to version " + version);
            default -> {}
        }
    }
}
