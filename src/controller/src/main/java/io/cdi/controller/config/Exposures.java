// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import io.cdi.controller.cluster.Heard;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The Ingresses and, on OpenShift, the Routes in the namespace of the installation.
final class Exposures implements AutoCloseable {

    private static final String ROUTE_GROUP = "route.openshift.io";
    private static final String ROOT_AUTHORITY = "kube-root-ca.crt";

    private final KubernetesClient client;
    private final String namespace;
    private final String service;
    private final SharedIndexInformer<Ingress> ingresses;
    private final Optional<SharedIndexInformer<GenericKubernetesResource>> routes;

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
    }

    Optional<Exposure> current() {
        return Exposure.find(
                ingresses.getStore().list(),
                routes.map(known -> known.getStore().list()).orElse(List.of()),
                service);
    }

    /// The certificates that a client needs to trust what it meets there.
    Optional<String> certificates(Exposure exposure, Instant now) {
        Optional<String> all = switch (exposure.kind()) {
            case INGRESS -> exposure.secret().flatMap(this::certificateOf);
            case ROUTE -> rootAuthority();
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

    private Optional<String> rootAuthority() {
        ConfigMap authority = client.configMaps()
                .inNamespace(namespace)
                .withName(ROOT_AUTHORITY)
                .get();
        return Optional.ofNullable(authority).map(ConfigMap::getData).map(data -> data.get("ca.crt"));
    }

    @Override
    public void close() {
        ingresses.stop();
        routes.ifPresent(SharedIndexInformer::stop);
    }
}
