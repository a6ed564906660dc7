// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.controller.Given;
import io.cdi.controller.config.Exposure.Certificate;
import io.cdi.controller.config.Exposure.Ways;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureTest {

    private static final String SERVICE = "cdi-uploadproxy";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # default backend | host of the rule | its service     | found
                              | up.example       | cdi-uploadproxy | up.example
                              | up.example       | other           |
                              |                  | cdi-uploadproxy |
            cdi-uploadproxy   | up.example       | other           | up.example
            other             | up.example       | cdi-uploadproxy |
            """)
    void findsAnIngress(@Nullable String backend, @Nullable String host, String service, @Nullable String found) {
        Ingress ingress = Given.object(Ingress.class, """
                metadata: {name: a}
                spec:
                  %s
                  rules:
                  - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: %s, port: {number: 443}}}}]}
                    %s
                  tls: [{hosts: [b]}, {secretName: shown}]
                """.formatted(
                        backend == null ? "" : "defaultBackend: {service: {name: %s}}".formatted(backend),
                        service,
                        host == null ? "" : "host: " + host));

        assertThat(Exposure.find(ways(List.of(ingress)), SERVICE))
                .isEqualTo(Optional.ofNullable(found)
                        .map(name -> new Exposure(name, new Certificate.InSecret(Optional.of("shown")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # service       | admitted               | found
            cdi-uploadproxy | [{host: r.example}]    | r.example
            cdi-uploadproxy | []                     |
            other           | [{host: r.example}]    |
            """)
    void findsARoute(String service, String admitted, @Nullable String found) {
        GenericKubernetesResource route =
                Given.object(GenericKubernetesResource.class, """
                apiVersion: route.openshift.io/v1
                kind: Route
                metadata: {name: a}
                spec: {to: {kind: Service, name: %s}}
                status: {ingress: %s}
                """.formatted(service, admitted));

        assertThat(Exposure.find(new Ways(List.of(), List.of(route), List.of(), List.of()), SERVICE))
                .isEqualTo(Optional.ofNullable(found).map(name -> new Exposure(name, new Certificate.OfCluster())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # kind    | service         | accepted | Gateway | the Secret
            HTTPRoute | cdi-uploadproxy | True     | ours    | shown
            HTTPRoute | cdi-uploadproxy | True     | other   | ''
            HTTPRoute | cdi-uploadproxy | False    | ours    |
            HTTPRoute | other           | True     | ours    |
            TLSRoute  | cdi-uploadproxy | True     | ours    | -
            """)
    void findsARouteOfAGateway(String kind, String service, String accepted, String parent, @Nullable String secret) {
        GenericKubernetesResource route =
                Given.object(GenericKubernetesResource.class, """
                apiVersion: gateway.networking.k8s.io/v1
                kind: %s
                metadata: {name: a}
                spec:
                  hostnames: [g.example, h.example]
                  parentRefs: [{name: %s}]
                  rules: [{matches: []}, {backendRefs: [{name: %s, port: 443}]}]
                status: {parents: [{conditions: [{type: Accepted, status: "%s"}]}]}
                """.formatted(kind, parent, service, accepted));
        GenericKubernetesResource gateway = Given.object(GenericKubernetesResource.class, """
                metadata: {name: ours}
                spec: {listeners: [{name: plain}, {name: https, tls: {certificateRefs: [{name: shown}]}}]}
                """);

        assertThat(Exposure.find(new Ways(List.of(), List.of(), List.of(route), List.of(gateway)), SERVICE))
                .isEqualTo(Optional.ofNullable(secret)
                        .map(name -> switch (name) {
                            case "-" -> new Certificate.OfProxy();
                            case "" -> new Certificate.InSecret(Optional.empty());
                            default -> new Certificate.InSecret(Optional.of(name));
                        })
                        .map(certificate -> new Exposure("g.example", certificate)));
    }

    private static Ways ways(List<Ingress> ingresses) {
        return new Ways(ingresses, List.of(), List.of(), List.of());
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(Exposure.find(ways(List.of()), SERVICE)).isEmpty();
    }
}
