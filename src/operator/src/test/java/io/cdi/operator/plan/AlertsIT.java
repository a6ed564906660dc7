// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.Command;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rules of `k8s/monitoring.yaml`, tried out by Prometheus' own tool on the cases of
/// `src/test/resources/monitoring/alerts.yaml`.
class AlertsIT {

    private final KubernetesSerialization serialization = new KubernetesSerialization();

    @Test
    void areRaisedWhenSomethingIsWrongAndOnlyThen(@TempDir Path folder) throws IOException {
        Manifests manifests = new Manifests(serialization);
        GenericKubernetesResource rules = manifests.all(manifests.optionalKinds()).stream()
                .filter(object -> object.getKind().equals("PrometheusRule"))
                .map(GenericKubernetesResource.class::cast)
                .findFirst()
                .orElseThrow();
        Files.writeString(folder.resolve("rules.yaml"), serialization.asYaml(rules.get("spec")));
        Path cases = Files.copy(Path.of("src/test/resources/monitoring/alerts.yaml"), folder.resolve("alerts.yaml"));

        assertThat(Command.run("promtool", "test", "rules", cases)).contains("SUCCESS");
    }
}
