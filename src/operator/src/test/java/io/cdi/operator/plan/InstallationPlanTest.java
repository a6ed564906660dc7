// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.install.CDI;
import io.cdi.contract.SecretKeys;
import io.cdi.operator.certificates.CertificateRotation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each folder of `src/test/resources/plan` is a case: `in.yaml` is the CDI object, `out.yaml` what shall exist for it,
/// without the schemas of kinds. After a wanted change: `-Dgolden.write=true`, and read the difference.
class InstallationPlanTest {

    private static final Path CASES = Path.of("src/test/resources/plan");
    private static final OperatorSettings SETTINGS = OperatorSettings.of(
            Map.ofEntries(
                    Map.entry("OPERATOR_VERSION", "v1.2.3"),
                    Map.entry("DEPLOY_CLUSTER_RESOURCES", "true"),
                    Map.entry("CONTROLLER_IMAGE", "images/controller"),
                    Map.entry("IMPORTER_IMAGE", "images/importer"),
                    Map.entry("CLONER_IMAGE", "images/cloner"),
                    Map.entry("OVIRT_POPULATOR_IMAGE", "images/ovirt"),
                    Map.entry("APISERVER_IMAGE", "images/apiserver"),
                    Map.entry("UPLOAD_SERVER_IMAGE", "images/uploadserver"),
                    Map.entry("UPLOAD_PROXY_IMAGE", "images/uploadproxy"),
                    Map.entry("VERBOSITY", "1"),
                    Map.entry("PULL_POLICY", "IfNotPresent")),
            "operator-ns");
    private static final ConfigMap BUNDLE = new ConfigMapBuilder()
            .withNewMetadata()
            .withName(CertificateRotation.API_SERVER_BUNDLE)
            .withNamespace("operator-ns")
            .endMetadata()
            .withData(Map.of(SecretKeys.AUTHORITY_BUNDLE, "PEM"))
            .build();

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final InstallationPlan plan = new InstallationPlan(new Manifests(serialization), SETTINGS);

    @ParameterizedTest
    @ValueSource(strings = {"default", "placed"})
    void isAsTheFilesSay(String name) throws IOException {
        Path folder = CASES.resolve(name);
        CDI cdi = serialization.unmarshal(Files.readString(folder.resolve("in.yaml")), CDI.class);
        Observed observed = name.equals("placed")
                ? Observed.of(List.of(), true, new Manifests(serialization).optionalKinds())
                : Observed.of(List.of(), false, Set.of());

        String text = plan.desired(cdi, observed, List.of(copyOfBundle())).stream()
                .map(this::withoutSchema)
                .map(serialization::asYaml)
                .collect(Collectors.joining());

        Path expected = folder.resolve("out.yaml");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, text);
        }
        assertThat(text).isEqualTo(Files.readString(expected));
    }

    @Test
    void theOldVersionCanBeLeftOut() {
        OperatorSettings modern = settings(true, false);

        assertThat(new InstallationPlan(new Manifests(serialization), modern)
                        .desired(cdi(), Observed.of(List.of(), false, Set.of()), List.of(copyOfBundle())).stream()
                                .filter(CustomResourceDefinition.class::isInstance)
                                .flatMap(kind -> ((CustomResourceDefinition) kind).getSpec().getVersions().stream()))
                .allMatch(version -> version.getName().equals("v1beta1"));
    }

    @Test
    void clusterObjectsMayBeSomebodyElses() {
        OperatorSettings managed = settings(false, true);

        assertThat(new InstallationPlan(new Manifests(serialization), managed)
                        .desired(cdi(), Observed.of(List.of(), false, Set.of()), List.of(copyOfBundle())))
                .extracting(HasMetadata::getKind)
                .doesNotContain("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding")
                .contains("Deployment", "Role");
    }

    @Test
    void kindsNeverGoForTheyHoldTheObjectsOfUsers() {
        InstallationPlan managed = new InstallationPlan(new Manifests(serialization), settings(false, true));
        List<HasMetadata> all = plan.desired(cdi(), Observed.of(List.of(), false, Set.of()), List.of(copyOfBundle()));

        assertThat(all.stream().filter(object -> !plan.mayGo(object)))
                .isNotEmpty()
                .hasOnlyElementsOfType(CustomResourceDefinition.class);
        assertThat(all.stream().filter(managed::mayGo))
                .extracting(HasMetadata::getKind)
                .doesNotContain("CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding")
                .contains("Deployment", "Role");
    }

    @Test
    void anObjectRemembersWhichVersionMadeIt() {
        HasMetadata old = new ConfigMapBuilder(BUNDLE)
                .editMetadata()
                .addToLabels("operator.cdi.kubevirt.io/createVersion", "v1.0.0")
                .endMetadata()
                .build();

        HasMetadata bundle =
                plan.desired(cdi(), Observed.of(List.of(old), false, Set.of()), List.of(copyOfBundle())).stream()
                        .filter(object -> object.getMetadata().getName().equals(CertificateRotation.API_SERVER_BUNDLE))
                        .findFirst()
                        .orElseThrow();

        assertThat(bundle.getMetadata().getLabels())
                .containsEntry("operator.cdi.kubevirt.io/createVersion", "v1.0.0")
                .containsEntry("operator.cdi.kubevirt.io/updateVersion", "v1.2.3");
    }

    @Test
    void aDeploymentIsReadyOnlyInItsNewestForm() {
        Deployment wanted = (Deployment)
                plan.desired(cdi(), Observed.of(List.of(), false, Set.of()), List.of(copyOfBundle())).stream()
                        .filter(Deployment.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        Deployment rolling = wanted.edit()
                .editMetadata()
                .withGeneration(2L)
                .endMetadata()
                .withNewStatus()
                .withReplicas(1)
                .withReadyReplicas(1)
                .withUpdatedReplicas(1)
                .withObservedGeneration(1L)
                .endStatus()
                .build();
        Deployment done = rolling.edit()
                .editStatus()
                .withObservedGeneration(2L)
                .endStatus()
                .build();

        assertThat(Observed.of(List.of(rolling), false, Set.of()).isReady(wanted))
                .isFalse();
        assertThat(Observed.of(List.of(done), false, Set.of()).isReady(wanted)).isTrue();
    }

    private static OperatorSettings settings(boolean deploysClusterResources, boolean servesOldVersion) {
        return new OperatorSettings(
                "ns", "v1", Map.of(), "1", "Always", deploysClusterResources, servesOldVersion, "monitoring", "%s");
    }

    private static ConfigMap copyOfBundle() {
        return new ConfigMapBuilder(BUNDLE).build();
    }

    private CDI cdi() {
        return Objects.requireNonNull(serialization.unmarshal(
                "apiVersion: cdi.kubevirt.io/v1beta1\nkind: CDI\nmetadata: {name: cdi, uid: u}\nspec: {}", CDI.class));
    }

    private HasMetadata withoutSchema(HasMetadata object) {
        if (object instanceof CustomResourceDefinition kind) {
            kind.getSpec().getVersions().forEach(version -> version.setSchema(null));
        }
        return object;
    }
}
