// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.Listable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// The CDI object is the order to install: without it there is only the operator, with it everything is there again.
@ExtendWith(ClusterExtension.class)
@Isolated
class InstallationE2E {

    @Test
    void isRemovedAndMadeAgain(Cluster cluster, TestNamespace namespace) {
        cluster.kubectl(namespace, "delete", "cdi", "--all", "--timeout=120s");
        try {
            namespace.await(
                    "end of all pods but the operator's",
                    () -> names(cluster.client().pods().inNamespace(Cluster.INSTALLATION)).stream()
                            .allMatch(name -> name.startsWith("cdi-operator-")));
            var client = cluster.client();
            assertThat(names(client.apps().deployments().inNamespace(Cluster.INSTALLATION)))
                    .containsExactly("cdi-operator");
            // A kind goes when all its objects have gone, and the API server looks for these every 5 seconds.
            namespace.await(
                    "end of all kinds but the operator's own",
                    () -> names(client.apiextensions().v1().customResourceDefinitions()).stream()
                            .filter(name -> name.contains("cdi.kubevirt.io"))
                            .toList()
                            .equals(List.of("cdis.cdi.kubevirt.io")));
            assertThat(names(client.rbac().clusterRoles())).noneMatch(name -> name.startsWith("cdi.kubevirt.io:"));
            assertThat(names(client.admissionRegistration().v1().validatingWebhookConfigurations()))
                    .isEmpty();
            assertThat(names(client.admissionRegistration().v1().mutatingWebhookConfigurations()))
                    .isEmpty();
            assertThat(names(client.services().inNamespace(Cluster.INSTALLATION)))
                    .noneMatch(name -> name.startsWith("cdi-api") || name.startsWith("cdi-uploadproxy"));
        } finally {
            cluster.install();
        }

        namespace.dataVolume("disk", "blank: {}", "Filesystem", "50Mi").awaitSucceeded();
    }

    private static List<String> names(Listable<? extends KubernetesResourceList<? extends HasMetadata>> kind) {
        return kind.list().getItems().stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }
}
