// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.install.CDI;
import io.cdi.testkit.ApiServer;
import io.cdi.testkit.Command;
import io.cdi.testkit.Programs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The Helm chart that `src/build/manifests` makes, by the real Helm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartIT {

    private static final String NAMESPACE = "imports";
    private static final String KEPT = "helm.sh/resource-policy";

    private final Path helm = Programs.built("helm");
    private Path folder = Path.of("");

    @BeforeAll
    void make(@TempDir Path temporary) {
        folder = temporary;
        Command.run(
                "../build/manifests",
                "--namespace",
                NAMESPACE,
                "--tag",
                "v1.2.3",
                "--prefix",
                "registry.example/cdi",
                "--out",
                folder.resolve("release"));
    }

    private Path chart() {
        return folder.resolve("release/chart");
    }

    private String helm(Object... arguments) {
        Stream<Object> own = Stream.of(
                "env", "HELM_CACHE_HOME=" + folder, "HELM_CONFIG_HOME=" + folder, "HELM_DATA_HOME=" + folder, helm);
        return Command.run(Stream.concat(own, Stream.of(arguments)).toArray());
    }

    @Test
    void passesHelmsOwnChecks() {
        assertThat(helm("lint", "--strict", chart())).contains("0 chart(s) failed");
    }

    @Test
    void rendersTheReleasedManifests() throws IOException {
        Path rendered = folder.resolve("rendered");
        helm("template", "cdi", chart(), "--namespace", NAMESPACE, "--include-crds", "--output-dir", rendered);

        Map<String, HasMetadata> ofChart = byName(files(rendered));
        Map<String, HasMetadata> released =
                byName(List.of(folder.resolve("release/cdi-operator.yaml"), folder.resolve("release/cdi-cr.yaml")));
        assertThat(released.remove("Namespace " + NAMESPACE))
                .as("Helm makes it")
                .isNotNull();
        HasMetadata ordered = Objects.requireNonNull(ofChart.get("CDI cdi"));
        assertThat(ordered.getMetadata().getAnnotations().remove(KEPT)).isEqualTo("keep");
        assertThat(ofChart).isEqualTo(released);
    }

    @Test
    void valuesDecideWhereImagesComeFromAndWhetherTheInstallationIsOrdered() throws IOException {
        Path rendered = folder.resolve("changed");
        helm(
                "template",
                "cdi",
                chart(),
                "--namespace",
                "elsewhere",
                "--output-dir",
                rendered,
                "--set",
                "imagePrefix=mirror.example/storage,imageTag=v9,cdi.create=false");

        String text = Files.readString(rendered.resolve("cdi/templates/operator.yaml"));
        assertThat(text)
                .contains("mirror.example/storage/cdi-operator:v9", "mirror.example/storage/cdi-importer:v9")
                .doesNotContain("registry.example", "v1.2.3", "namespace: " + NAMESPACE);
        assertThat(byName(files(rendered))).isNotEmpty().doesNotContainKey("CDI cdi");
    }

    /// The operator goes at once with the release, so the order to install is kept for it, or for whoever deletes it
    /// first.
    @Test
    void installsAndLeavesTheInstallationWhenItGoes() throws IOException {
        try (ApiServer server = ApiServer.start(Files.createDirectory(folder.resolve("server")));
                KubernetesClient admin = ApiServer.client(server.kubeconfig())) {
            String notes = helm(
                    "install",
                    "cdi",
                    chart(),
                    "--namespace",
                    NAMESPACE,
                    "--create-namespace",
                    "--kubeconfig",
                    server.kubeconfig());
            assertThat(notes).contains("kubectl wait cdi cdi --for=condition=Available");
            assertThat(admin.resources(CDI.class).withName("cdi").get()).isNotNull();
            assertThat(deployments(admin)).containsExactly("cdi-operator");

            helm("uninstall", "cdi", "--namespace", NAMESPACE, "--kubeconfig", server.kubeconfig());

            assertThat(deployments(admin)).isEmpty();
            assertThat(admin.resources(CDI.class).withName("cdi").get()).isNotNull();

            helm("install", "cdi", chart(), "--namespace", NAMESPACE, "--kubeconfig", server.kubeconfig());
            assertThat(deployments(admin)).containsExactly("cdi-operator");
        }
    }

    private static List<String> deployments(KubernetesClient admin) {
        return admin.apps().deployments().inNamespace(NAMESPACE).list().getItems().stream()
                .map(found -> found.getMetadata().getName())
                .toList();
    }

    private static List<Path> files(Path rendered) throws IOException {
        try (Stream<Path> found = Files.walk(rendered)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private static Map<String, HasMetadata> byName(List<Path> files) throws IOException {
        List<HasMetadata> objects = new ArrayList<>();
        try (KubernetesClient reader =
                new KubernetesClientBuilder().withConfig(Config.empty()).build()) {
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    objects.addAll(reader.load(in).items());
                }
            }
        }
        return objects.stream()
                .collect(Collectors.toMap(
                        object -> object.getKind() + " " + object.getMetadata().getName(), Function.identity()));
    }
}
