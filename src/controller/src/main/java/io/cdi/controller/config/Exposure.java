// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the upload proxy can be reached from outside of the cluster.
///
/// @param host without scheme
/// @param secret with the certificate that is shown there; of a Route it is the cluster's own
record Exposure(String host, Kind kind, Optional<String> secret) {

    /// What exposes it.
    enum Kind {
        INGRESS,
        ROUTE
    }

    /// The first Ingress that leads to a service, else the first Route.
    static Optional<Exposure> find(List<Ingress> ingresses, List<GenericKubernetesResource> routes, String service) {
        return ingresses.stream()
                .sorted(Comparator.comparing(Facts::name))
                .flatMap(ingress -> ofIngress(ingress, service).stream())
                .findFirst()
                .or(() -> routes.stream()
                        .sorted(Comparator.comparing(Facts::name))
                        .flatMap(route -> ofRoute(route, service).stream())
                        .findFirst());
    }

    private static Optional<Exposure> ofIngress(Ingress ingress, String service) {
        IngressSpec spec = ingress.getSpec();
        Optional<String> secret = spec.getTls().stream()
                .map(IngressTLS::getSecretName)
                .filter(name -> name != null && !name.isEmpty())
                .findFirst();
        boolean isWhole = spec.getDefaultBackend() != null;
        return spec.getRules().stream()
                .filter(rule -> isWhole ? leadsTo(spec.getDefaultBackend(), service) : leadsTo(rule, service))
                .map(IngressRule::getHost)
                .filter(host -> host != null && !host.isEmpty())
                .findFirst()
                .map(host -> new Exposure(host, Kind.INGRESS, secret));
    }

    private static boolean leadsTo(IngressRule rule, String service) {
        return rule.getHttp() != null
                && rule.getHttp().getPaths().stream().anyMatch(path -> leadsTo(path.getBackend(), service));
    }

    private static boolean leadsTo(IngressBackend backend, String service) {
        return backend.getService() != null
                && service.equals(backend.getService().getName());
    }

    private static Optional<Exposure> ofRoute(GenericKubernetesResource route, String service) {
        List<?> admitted = route.get("status", "ingress");
        return service.equals(route.<Object>get("spec", "to", "name")) && admitted != null && !admitted.isEmpty()
                ? Stream.of(route.<Object>get("status", "ingress", 0, "host"))
                        .filter(host -> host instanceof String)
                        .map(host -> new Exposure(String.valueOf(host), Kind.ROUTE, Optional.empty()))
                        .findFirst()
                : Optional.empty();
    }
}
