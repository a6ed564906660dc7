// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// An API server that knows the kinds of this project.
final class Installed {

    private Installed() {}

    static KubernetesClient client(ApiServer server, CountedRequests counter) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("count", counter))
                .build();
    }

    static void crds(KubernetesClient client) throws IOException {
        List<CustomResourceDefinition> crds;
        try (Stream<Path> files = Files.list(Path.of("../../k8s/crds"))) {
            crds = files.map(file -> Given.object(CustomResourceDefinition.class, read(file)))
                    .toList();
        }
        client.resourceList(crds).create();
        crds.forEach(crd -> ApiServer.awaitKind(client, crd.getMetadata().getName()));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
