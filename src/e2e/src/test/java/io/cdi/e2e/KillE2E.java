// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Any process may be killed at any time: the import goes on or begins anew, and ends with the right disk.
@ExtendWith(ClusterExtension.class)
@Isolated
class KillE2E {

    private static final String RUNS = "ImportInProgress";

    @ParameterizedTest
    @ValueSource(strings = {"Filesystem", "Block"})
    void theImporterPodIsDeletedInTheMiddle(String mode, TestNamespace namespace, Peers peers, Images images) {
        importAndMeanwhile(
                namespace,
                peers,
                images,
                mode,
                volume -> importer(namespace).withGracePeriod(0).delete());
    }

    @Test
    void theImporterProcessIsToldToEndInTheMiddle(TestNamespace namespace, Peers peers, Images images) {
        TestVolume ended = importAndMeanwhile(
                namespace,
                peers,
                images,
                "Filesystem",
                volume -> importer(namespace).redirectingOutput().exec("/bin/sh", "-c", "kill -TERM 1"));

        assertThat(ended.resource()
                        .require()
                        .<Number>get("status", "restartCount")
                        .intValue())
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdi-deployment", "cdi-operator", "cdi-apiserver"})
    void aPodOfTheInstallationIsDeletedInTheMiddleAndTheImporterGoesOn(
            String deployment, Cluster cluster, TestNamespace namespace, Peers peers, Images images) {
        List<String> before = names(cluster.pods(deployment));
        assertThat(before).isNotEmpty();

        try (Witness witness = new Witness(namespace)) {
            importAndMeanwhile(
                    namespace,
                    peers,
                    images,
                    "Filesystem",
                    volume -> cluster.pods(deployment)
                            .forEach(pod -> cluster.client()
                                    .resource(pod)
                                    .withGracePeriod(0)
                                    .delete()));
            assertThat(witness.importers()).hasSize(1);
        }

        cluster.awaitReady(deployment);
        assertThat(names(cluster.pods(deployment))).isNotEmpty().doesNotContainAnyElementsOf(before);
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    private static TestVolume importAndMeanwhile(
            TestNamespace namespace, Peers peers, Images images, String mode, Consumer<TestVolume> event) {
        String expected = images.sha256(Images.BYTES);
        try (Witness witness = new Witness(namespace)) {
            String source = "http: {url: '%s'}".formatted(peers.slow().uri("disk.raw"));
            TestVolume volume = namespace.dataVolume("disk", source, mode, "100Mi");
            volume.awaitPhase(RUNS);

            event.accept(volume);

            volume.awaitSucceeded().awaitTidy();
            assertThat(volume.disk().sha256(Images.BYTES)).isEqualTo(expected);
            assertThat(witness.phases()).doesNotContain("Failed");
            return volume;
        }
    }

    private static PodResource importer(TestNamespace namespace) {
        String name = namespace.client().pods().list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(pod -> pod.startsWith("importer-"))
                .findFirst()
                .orElseThrow();
        return namespace.client().pods().withName(name);
    }
}
