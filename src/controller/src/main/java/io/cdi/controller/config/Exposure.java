// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBackend;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the upload proxy can be reached from outside of the cluster.
///
/// @param host without scheme
record Exposure(String host, Certificate certificate) {

    /// What a client is shown there.
    sealed interface Certificate {

        /// That of an Ingress or a Gateway.
        record InSecret(Optional<String> name) implements Certificate {}

        /// That of OpenShift's router.
        record OfCluster() implements Certificate {}

        /// The proxy's own, where TLS is passed through.
        record OfProxy() implements Certificate {}
    }

    /// What may lead to a service of a namespace.
    ///
    /// @param routes of OpenShift
    /// @param gatewayRoutes the HTTPRoutes and TLSRoutes of the Gateway API
    record Ways(
            List<Ingress> ingresses,
            List<GenericKubernetesResource> routes,
            List<GenericKubernetesResource> gatewayRoutes,
            List<GenericKubernetesResource> gateways) {}

    /// The first Ingress that leads to a service, else the first Route, else the first route of a Gateway.
    static Optional<Exposure> find(Ways ways, String service) {
        return Stream.of(
                        sorted(ways.ingresses()).flatMap(ingress -> ofIngress(ingress, service).stream()),
                        sorted(ways.routes()).flatMap(route -> ofRoute(route, service).stream()),
                        sorted(ways.gatewayRoutes())
                                .flatMap(route -> ofGateway(route, ways.gateways(), service).stream()))
                .flatMap(found -> found)
                .findFirst();
    }

    private static <T extends HasMetadata> Stream<T> sorted(List<T> objects) {
        return objects.stream().sorted(Comparator.comparing(Facts::name));
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
                .map(host -> new Exposure(host, new Certificate.InSecret(secret)));
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
                        .map(host -> new Exposure(String.valueOf(host), new Certificate.OfCluster()))
                        .findFirst()
                : Optional.empty();
    }

    private static Optional<Exposure> ofGateway(
            GenericKubernetesResource route, List<GenericKubernetesResource> gateways, String service) {
        boolean leadsThere = maps(route.get("spec", "rules")).stream()
                .flatMap(rule -> maps(rule.get("backendRefs")).stream())
                .anyMatch(backend -> service.equals(backend.get("name")));
        boolean accepted = maps(route.get("status", "parents")).stream()
                .flatMap(parent -> maps(parent.get("conditions")).stream())
                .anyMatch(condition ->
                        "Accepted".equals(condition.get("type")) && "True".equals(condition.get("status")));
        if (!leadsThere || !accepted) {
            return Optional.empty();
        }
        Certificate certificate = route.getKind().equals("TLSRoute")
                ? new Certificate.OfProxy()
                : new Certificate.InSecret(secret(route, gateways));
        List<?> hosts = route.get("spec", "hostnames");
        return Stream.ofNullable(hosts)
                .flatMap(List::stream)
                .map(host -> new Exposure(String.valueOf(host), certificate))
                .findFirst();
    }

    /// The Secret of the route's Gateway, when that is in the same namespace.
    private static Optional<String> secret(GenericKubernetesResource route, List<GenericKubernetesResource> gateways) {
        List<String> parents = maps(route.get("spec", "parentRefs")).stream()
                .map(parent -> String.valueOf(parent.get("name")))
                .toList();
        return gateways.stream()
                .filter(gateway -> parents.contains(Facts.name(gateway)))
                .flatMap(gateway -> maps(gateway.get("spec", "listeners")).stream())
                .flatMap(listener ->
                        maps(listener.get("tls") instanceof Map<?, ?> tls ? tls.get("certificateRefs") : null).stream())
                .map(reference -> String.valueOf(reference.get("name")))
                .findFirst();
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        return list instanceof List<?> objects
                ? objects.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(object -> (Map<?, ?>) object)
                        .toList()
                : List.of();
    }
}
