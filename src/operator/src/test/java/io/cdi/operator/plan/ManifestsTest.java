// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final Manifests files = new Manifests(serialization);
    private final List<HasMetadata> manifests = files.all(files.optionalKinds());

    @Test
    void noRoleCanMakeItselfStronger() {
        for (PolicyRule rule : rules().toList()) {
            assertThat(rule.getVerbs()).doesNotContain("escalate", "bind", "impersonate");
            assertThat(rule.getApiGroups()).doesNotContain("*");
            if (rule.getVerbs().contains("*") || rule.getResources().contains("*")) {
                assertThat(rule.getApiGroups()).allMatch(group -> group.endsWith("cdi.kubevirt.io"));
            }
            if (rule.getResources().contains("persistentvolumes")) {
                assertThat(rule.getVerbs()).doesNotContain("create");
            }
            if (rule.getResources().stream().anyMatch(name -> name.endsWith("webhookconfigurations"))
                    && rule.getVerbs().stream().anyMatch(List.of("get", "update", "patch", "delete")::contains)) {
                assertThat(rule.getResourceNames()).isNotEmpty();
            }
        }
    }

    @Test
    void nobodyReadsSecretsOfTheWholeCluster() {
        assertThat(all().filter(ClusterRole.class::isInstance)
                        .flatMap(role -> ((ClusterRole) role).getRules().stream())
                        .filter(rule -> rule.getResources().contains("secrets"))
                        .flatMap(rule -> rule.getVerbs().stream()))
                .containsOnly("create");
    }

    @Test
    void theOperatorMayWriteEveryWebhookConfigurationThatItMakes() {
        List<String> allowed = rules().filter(rule -> rule.getVerbs().contains("patch"))
                .flatMap(rule -> rule.getResourceNames().stream())
                .toList();

        assertThat(manifests.stream()
                        .filter(object -> object instanceof MutatingWebhookConfiguration
                                || object instanceof ValidatingWebhookConfiguration)
                        .map(object -> object.getMetadata().getName()))
                .hasSize(7)
                .isSubsetOf(allowed);
    }

    private Stream<PolicyRule> rules() {
        return all().flatMap(object -> switch (object) {
            case ClusterRole role -> role.getRules().stream();
            case Role role -> role.getRules().stream();
            default -> Stream.empty();
        });
    }

    private Stream<HasMetadata> all() {
        List<HasMetadata> all = new ArrayList<>(manifests);
        try (var stream = Objects.requireNonNull(getClass().getResourceAsStream("/k8s/operator.yaml"))) {
            Object read =
                    serialization.unmarshal(new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            ((Collection<?>) Objects.requireNonNull(read)).forEach(object -> all.add((HasMetadata) object));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all.stream();
    }
}
