// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.customize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cdi.api.install.CustomizeComponents;
import io.cdi.api.install.CustomizeComponents.Flags;
import io.cdi.api.install.CustomizeComponents.Patch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomizationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json | [{'op':'replace','path':'/spec/replicas','value':5}]",
                "json | [{'op':'remove','path':'/spec/nothing/here'},{'op':'add','path':'/spec/replicas','value':5}]",
                "merge | {'spec':{'replicas':5}}",
                "strategic | {'spec':{'replicas':5}}"
            })
    void patchesInEveryForm(String type, String patch) {
        Deployment patched = patched(new Patch("CDI-deployment", "deployment", patch.replace('\'', '"'), type));

        assertThat(patched.getSpec().getReplicas()).isEqualTo(5);
        assertThat(patched.getMetadata().getAnnotations().get("cdi.kubevirt.io/customizer-identifier"))
                .matches("[0-9a-f]{40}");
    }

    @Test
    void makesWhatAnAdditionNeeds() {
        Deployment patched = patched(new Patch("*", "*", """
                [{"op":"add","path":"/metadata/annotations/a~1b","value":"c"}]""", "json"));

        assertThat(patched.getMetadata().getAnnotations()).containsEntry("a/b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "0"})
    void makesTheListThatAnAdditionNeeds(String place) {
        Deployment patched = patched(new Patch("*", "*", """
                [{"op":"add","path":"/spec/template/spec/tolerations/%s","value":{"key":"a"}}]""".formatted(place), "json"));

        assertThat(patched.getSpec().getTemplate().getSpec().getTolerations())
                .extracting("key")
                .containsExactly("a");
    }

    @Test
    void removesWhatThePatchItselfHasAdded() {
        Deployment patched = patched(new Patch("*", "*", """
                [{"op":"add","path":"/metadata/labels/a","value":"b"},
                 {"op":"remove","path":"/metadata/labels/a"},
                 {"op":"remove","path":"/metadata/labels/a"}]""", "json"));

        assertThat(patched.getMetadata().getLabels()).isNullOrEmpty();
    }

    @Test
    void mergesContainersByName() {
        String patch = "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"cdi-deployment\",\"env\":["
                + "{\"name\":\"A\",\"value\":\"2\"},{\"name\":\"B\",\"$patch\":\"delete\"},{\"name\":\"C\",\"value\":\"3\"}]}]}}}}";

        Container container = container(patched(new Patch("cdi-deployment", "Deployment", patch, "strategic")));

        assertThat(container.getImage()).isEqualTo("image");
        assertThat(container.getEnv()).extracting("name", "value").containsExactly(tuple("A", "2"), tuple("C", "3"));
    }

    @Test
    void flagsTakeThePlaceOfAllArguments() {
        Customization customization = new Customization(
                new CustomizeComponents(null, new Flags(null, Map.of("V", "5", "skip_headers", ""), null)));

        assertThat(container((Deployment) customization.of(deployment())).getArgs())
                .containsExactly("-v", "5", "-skip_headers");
    }

    @Test
    void whatIsNotNamedStaysAsItIs() {
        Patch other = new Patch("cdi-apiserver", "Deployment", "{\"spec\":null}", "merge");

        assertThat(patched(other)).isEqualTo(deployment());
        assertThat(new Customization(new CustomizeComponents(List.of(new Patch("*", "*", "{}", "merge")), null))
                        .of(new ServiceAccountBuilder()
                                .withNewMetadata()
                                .endMetadata()
                                .build())
                        .getMetadata()
                        .getAnnotations())
                .isNullOrEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json | nonsense",
                "json | [{'op':'test','path':'/kind','value':'Pod'}]",
                "other | {}",
                "merge | {'spec':3}"
            })
    void saysWhichPatchIsWrong(String type, String patch) {
        Patch wrong = new Patch("*", "*", patch.replace('\'', '"'), type);

        assertThatThrownBy(() -> patched(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot patch Deployment cdi-deployment by customizeComponents");
    }

    private static Deployment patched(Patch patch) {
        return (Deployment) new Customization(new CustomizeComponents(List.of(patch), null)).of(deployment());
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private static Deployment deployment() {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("cdi-deployment")
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewTemplate()
                .withNewSpec()
                .addNewContainer()
                .withName("cdi-deployment")
                .withImage("image")
                .addNewEnv()
                .withName("A")
                .withValue("1")
                .endEnv()
                .addNewEnv()
                .withName("B")
                .withValue("1")
                .endEnv()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
