// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import io.cdi.contract.SecretKeys;
import io.cdi.controller.cluster.Heard;
import io.cdi.controller.cluster.LateKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The Ingresses in the namespace of the installation, on OpenShift its Routes, and what the Gateway API knows.
final class Exposures implements AutoCloseable {

    private static final String ROUTE_GROUP = "route.openshift.io";
    private static final String GATEWAY_GROUP = "gateway.networking.k8s.io";
    private static final ResourceDefinitionContext GATEWAY = gatewayKind("v1", "Gateway");
    private static final ResourceDefinitionContext HTTP_ROUTE = gatewayKind("v1", "HTTPRoute");
    private static final ResourceDefinitionContext TLS_ROUTE = gatewayKind("v1alpha2", "TLSRoute");
    private static final String ROOT_AUTHORITY = "kube-root-ca.crt";

    private final KubernetesClient client;
    private final String namespace;
    private final String service;
    private final SharedIndexInformer<Ingress> ingresses;
    private final Optional<SharedIndexInformer<GenericKubernetesResource>> routes;
    private final LateKind gateways;
    private final LateKind httpRoutes;
    private final LateKind tlsRoutes;

    /// @param service of the upload proxy
    /// @param changed called on every change; must not block
    Exposures(KubernetesClient client, String namespace, String service, Runnable changed) {
        this.client = client;
        this.namespace = namespace;
        this.service = service;
        this.ingresses =
                client.network().v1().ingresses().inNamespace(namespace).inform(new Heard<>(changed));
        this.routes = client.hasApiGroup(ROUTE_GROUP, true)
                ? Optional.of(client.genericKubernetesResources(ROUTE_GROUP + "/v1", "Route")
                        .inNamespace(namespace)
                        .inform(new Heard<>(changed)))
                : Optional.empty();
        this.gateways = new LateKind(client, GATEWAY, namespace, changed);
        this.httpRoutes = new LateKind(client, HTTP_ROUTE, namespace, changed);
        this.tlsRoutes = new LateKind(client, TLS_ROUTE, namespace, changed);
    }

    private static ResourceDefinitionContext gatewayKind(String version, String kind) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GATEWAY_GROUP)
                .withVersion(version)
                .withKind(kind)
                .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(true)
                .build();
    }

    Optional<Exposure> current() {
        return Exposure.find(
                new Exposure.Ways(
                        ingresses.getStore().list(),
                        routes.map(known -> known.getStore().list()).orElse(List.of()),
                        Stream.of(httpRoutes, tlsRoutes)
                                .flatMap(kind -> kind.list().stream())
                                .toList(),
                        gateways.list()),
                service);
    }

    /// The certificates that a client needs to trust what it meets there.
    Optional<String> certificates(Exposure exposure, Instant now) {
        Optional<String> all = switch (exposure.certificate()) {
            case Exposure.Certificate.InSecret(Optional<String> name) -> name.flatMap(this::certificateOf);
            case Exposure.Certificate.OfCluster() -> bundle(ROOT_AUTHORITY, "ca.crt");
            case Exposure.Certificate.OfProxy() -> bundle(service + "-signer-bundle", SecretKeys.AUTHORITY_BUNDLE);
        };
        return all.flatMap(pem -> new CertificateChoice(pem).forHost(exposure.host(), now));
    }

    private Optional<String> certificateOf(String name) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(secret)
                .map(Secret::getData)
                .map(data -> data.get("tls.crt"))
                .map(text -> new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8));
    }

    private Optional<String> bundle(String name, String key) {
        ConfigMap bundle =
                client.configMaps().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(bundle).map(ConfigMap::getData).map(data -> data.get(key));
    }

    @Override
    public void close() {
        ingresses.stop();
        routes.ifPresent(SharedIndexInformer::stop);
        Stream.of(gateways, httpRoutes, tlsRoutes).forEach(LateKind::close);
    }
}
