// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import io.cdi.api.install.CDI;
import io.cdi.contract.OperatorAnnotations;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;

/// The Routes to the upload proxy that people make themselves on OpenShift: where they ask for it by an annotation, the
/// authority of the proxy's certificate is kept current in them.
final class UserRoutes {

    private static final String ROUTE = "Route";
    private static final String AUTHORITY = "destinationCACertificate";

    private final KubernetesClient client;
    private final String namespace;
    private final Announcements announcements;

    UserRoutes(KubernetesClient client, String namespace, Announcements announcements) {
        this.client = client;
        this.namespace = namespace;
        this.announcements = announcements;
    }

    /// @param desired all that is wanted, our own Route among it where the cluster knows Routes
    void keepLike(List<HasMetadata> desired, CDI cdi) {
        desired.stream()
                .filter(object -> object.getKind().equals(ROUTE))
                .map(GenericKubernetesResource.class::cast)
                .findFirst()
                .ifPresent(own -> keep(own.getApiVersion(), own.get("spec", "tls", AUTHORITY), cdi));
    }

    private void keep(String apiVersion, String authority, CDI cdi) {
        client.genericKubernetesResources(apiVersion, ROUTE).inNamespace(namespace).list().getItems().stream()
                .filter(UserRoutes::asks)
                .filter(route -> !authority.equals(route.get("spec", "tls", AUTHORITY)))
                .forEach(route -> {
                    client.resource(route)
                            .patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    client.getKubernetesSerialization()
                                            .asJson(Map.of("spec", Map.of("tls", Map.of(AUTHORITY, authority)))));
                    announcements.normal(
                            cdi,
                            "UploadProxyRouteInjectSuccess",
                            "the authority of the upload proxy is current in Route "
                                    + route.getMetadata().getName());
                });
    }

    private static boolean asks(GenericKubernetesResource route) {
        Map<String, String> annotations = route.getMetadata().getAnnotations();
        return annotations != null
                && "true".equals(annotations.get(OperatorAnnotations.INJECT_UPLOAD_PROXY_CERT))
                && route.get("spec", "tls") != null;
    }
}
