// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.controller.Given;
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

        assertThat(Exposure.find(List.of(ingress), List.of(), SERVICE))
                .isEqualTo(Optional.ofNullable(found)
                        .map(name -> new Exposure(name, Exposure.Kind.INGRESS, Optional.of("shown"))));
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

        assertThat(Exposure.find(List.of(), List.of(route), SERVICE))
                .isEqualTo(Optional.ofNullable(found)
                        .map(name -> new Exposure(name, Exposure.Kind.ROUTE, Optional.empty())));
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(Exposure.find(List.of(), List.of(), SERVICE)).isEmpty();
    }
}
