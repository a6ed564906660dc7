// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.populator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.populator.VolumeImportSource;
import io.cdi.api.populator.VolumeUploadSource;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.Given;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetRuleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | target's annotation                                      | steps
            fast    |                                                          | CreatePrime Say
            wait    |                                                          |
            wait    | 'volume.kubernetes.io/selected-node: n1'                 | CreatePrime Say
            wait    | 'cdi.kubevirt.io/storage.bind.immediate.requested: ""'   | CreatePrime Say
            gone    |                                                          | Note Say
            """)
    void makesAPrimeWhenThereIsAConsumer(String storageClass, @Nullable String annotation, @Nullable String steps) {
        assertThat(names(decide(target(storageClass, "Pending", annotation), null)))
                .isEqualTo(steps == null ? "" : steps);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # prime's pod | target  | steps
            Pending       | Pending | Note
            Running       | Pending | Note LookAgain
            Failed        | Pending | Say Note
            Succeeded     | Pending | Rebind
            Succeeded     | Bound   | Note Say DeletePrime
            """)
    void tellsWhatThePrimeTells(String podPhase, String target, String steps) {
        assertThat(names(decide(target("fast", target, null), prime(podPhase)))).isEqualTo(steps);
    }

    @Test
    void saysNothingOfAPrimeThatHasNothingToTell() {
        PersistentVolumeClaim prime = prime("Pending");
        prime.getMetadata().setAnnotations(Map.of());

        assertThat(decide(target("fast", "Pending", null), prime)).isEmpty();
    }

    @Test
    void tellsThePrimesNameWithItsFirstNews() {
        PersistentVolumeClaim target = target("fast", "Pending", null);

        assertThat(decide(target, prime("Pending")).getFirst())
                .isInstanceOfSatisfying(
                        TargetStep.Note.class,
                        note -> assertThat(note.changes().annotation(target, StateAnnotations.PVC_PRIME))
                                .isEqualTo("prime-1"));
    }

    @Test
    void takesThePrimeAwayWhenTheVolumeIsTheTargets() {
        PersistentVolumeClaim target = target("fast", "Bound", "cdi.kubevirt.io/storage.pod.phase: Succeeded");

        assertThat(names(decide(target, prime("Succeeded")))).isEqualTo("DeletePrime");
    }

    @Test
    void keepsThePrimeUntilTheVolumeIsTheTargets() {
        PersistentVolumeClaim target = target("fast", "Pending", "cdi.kubevirt.io/storage.pod.phase: Succeeded");

        assertThat(names(decide(target, prime("Succeeded")))).contains("Rebind").doesNotContain("DeletePrime");
    }

    @Test
    void givesTheVolumeNotAgainWhileTheTargetIsBeingBoundToIt() {
        PersistentVolumeClaim target = target("fast", "Pending", "cdi.kubevirt.io/storage.pod.phase: Succeeded");
        target.getSpec().setVolumeName("pv1");

        assertThat(names(decide(target, prime("Succeeded")))).doesNotContain("Rebind", "DeletePrime");
    }

    @Test
    void givesThePrimeTheSourceInItsAnnotations() {
        TargetStep first = decide(target("wait", "Pending", "volume.kubernetes.io/selected-node: n1"), null)
                .getFirst();

        assertThat(first).isInstanceOfSatisfying(TargetStep.CreatePrime.class, create -> {
            PersistentVolumeClaim prime = create.prime();
            assertThat(prime.getMetadata().getName()).isEqualTo("prime-1");
            assertThat(prime.getMetadata().getAnnotations())
                    .containsEntry("cdi.kubevirt.io/storage.import.endpoint", "http://server/disk")
                    .containsEntry("cdi.kubevirt.io/storage.import.source", "http")
                    .containsEntry("cdi.kubevirt.io/storage.populator.kind", "VolumeImportSource")
                    .containsEntry("cdi.kubevirt.io/storage.bind.immediate.requested", "")
                    .containsEntry("volume.kubernetes.io/selected-node", "n1");
            assertThat(prime.getSpec().getDataSourceRef()).isNull();
        });
    }

    private static List<TargetStep> decide(PersistentVolumeClaim target, @Nullable PersistentVolumeClaim prime) {
        VolumeImportSource source = Given.object(VolumeImportSource.class, """
                metadata: {name: source, namespace: user}
                spec: {source: {http: {url: "http://server/disk"}}}
                """);
        return TargetRule.decide(
                new ObservedTarget(
                        target,
                        Optional.of(PopulatorSource.of(source)),
                        Optional.ofNullable(prime),
                        Optional.empty(),
                        Duration.ZERO,
                        Given.cluster("HonorWaitForFirstConsumer")),
                Given.INSTALLATION);
    }

    @Test
    void saysThatNothingFillsAClaimFromASourceOfALaterVersion() {
        VolumeImportSource source = Given.object(VolumeImportSource.class, """
                metadata: {name: source, namespace: user}
                spec: {source: {imageio: {url: u, diskId: d}}}
                """);

        List<TargetStep> steps = TargetRule.decide(
                new ObservedTarget(
                        target("fast", "Pending", null),
                        Optional.of(PopulatorSource.of(source)),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Given.cluster("")),
                Given.INSTALLATION);

        assertThat(names(steps)).isEqualTo("Note Say");
        assertThat(steps.getLast().toString()).contains("does not fill volumes from what the VolumeImportSource names");
    }

    @Test
    void makesAPrimeThatWaitsForAnUpload() {
        PersistentVolumeClaim target = target("fast", "Pending", null);
        target.getSpec().getDataSourceRef().setKind("VolumeUploadSource");
        VolumeUploadSource source = Given.object(VolumeUploadSource.class, "metadata: {name: source, namespace: user}");

        List<TargetStep> steps = TargetRule.decide(
                new ObservedTarget(
                        target,
                        Optional.of(PopulatorSource.of(source)),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO,
                        Given.cluster("HonorWaitForFirstConsumer")),
                Given.INSTALLATION);

        assertThat(steps.getFirst())
                .isInstanceOfSatisfying(
                        TargetStep.CreatePrime.class,
                        step -> assertThat(step.prime().getMetadata().getAnnotations())
                                .containsEntry("cdi.kubevirt.io/storage.upload.target", "")
                                .containsEntry("cdi.kubevirt.io/storage.uploadPodName", "cdi-upload-prime-1")
                                .containsEntry("cdi.kubevirt.io/storage.populator.kind", "VolumeUploadSource")
                                .doesNotContainKey("cdi.kubevirt.io/storage.import.importPodName"));
    }

    private static String names(List<TargetStep> steps) {
        return String.join(
                " ", steps.stream().map(step -> step.getClass().getSimpleName()).toList());
    }

    private static PersistentVolumeClaim target(String storageClass, String phase, @Nullable String annotation) {
        return Given.object(PersistentVolumeClaim.class, """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: disk, namespace: user, uid: "1", annotations: {%s}}
                spec:
                  storageClassName: %s
                  volumeName: %s
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                  dataSourceRef: {apiGroup: cdi.kubevirt.io, kind: VolumeImportSource, name: source}
                status: {phase: %s}
                """.formatted(
                        annotation == null ? "" : annotation, storageClass, phase.equals("Bound") ? "pv1" : "", phase));
    }

    private static PersistentVolumeClaim prime(String podPhase) {
        return Given.object(PersistentVolumeClaim.class, """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: prime-1
                  namespace: user
                  uid: "2"
                  annotations: {cdi.kubevirt.io/storage.pod.phase: %s}
                spec: {storageClassName: fast, volumeName: pv1}
                status: {phase: Bound}
                """.formatted(podPhase));
    }
}
