// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.Condition;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.controller.Given;
import io.cdi.controller.events.Tell;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusRuleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String POD = "cdi.kubevirt.io/storage.pod.phase: ";
    private static final String NAME = "cdi.kubevirt.io/storage.import.importPodName: p";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # before         | class | claim   | prime   | pod       | phase
            ''               | fast  | -       | -       | -         | Pending
            Pending          | fast  | Pending | -       | -         | Pending
            ''               | wait  | Pending | -       | -         | PendingPopulation
            Pending          | fast  | Pending | Bound   | -         | ImportScheduled
            Pending          | fast  | Pending | Pending | Pending   | Pending
            Pending          | fast  | Pending | Bound   | Pending   | ImportScheduled
            ImportScheduled  | fast  | Pending | Bound   | Running   | ImportInProgress
            ImportInProgress | fast  | Pending | Bound   | Failed    | ImportScheduled
            ImportInProgress | fast  | Pending | Bound   | Succeeded | ImportInProgress
            ImportInProgress | fast  | Bound   | Lost    | Succeeded | Succeeded
            Succeeded        | fast  | Bound   | -       | Succeeded | Succeeded
            Succeeded        | fast  | Pending | -       | -         | Pending
            Succeeded        | fast  | Lost    | -       | -         | Failed
            """)
    void saysThePhaseOfAClaimFilledThroughAPrime(
            String before, String storageClass, String claim, String prime, String pod, String phase) {
        String annotations = pod.equals("-") ? "" : ", " + POD + pod;
        ObservedDataVolume seen = seen(
                before,
                claim.equals("-")
                        ? null
                        : claim(
                                storageClass,
                                claim,
                                "cdi.kubevirt.io/storage.usePopulator: 'true'" + annotations,
                                true),
                prime.equals("-") ? null : claim(storageClass, prime, NAME, false));

        assertThat(StatusRule.next(seen, Optional.empty(), NOW).status().phase())
                .isEqualTo(phase);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # before              | class | claim   | pod       | phase
            Pending               | fast  | Pending | -         | Pending
            Pending               | wait  | Pending | -         | WaitForFirstConsumer
            WaitForFirstConsumer  | wait  | Bound   | -         | ImportScheduled
            ImportScheduled       | wait  | Bound   | Running   | ImportInProgress
            ImportInProgress      | wait  | Bound   | Succeeded | Succeeded
            """)
    void saysThePhaseOfAClaimFilledItself(String before, String storageClass, String claim, String pod, String phase) {
        String annotations = NAME + (pod.equals("-") ? "" : ", " + POD + pod);

        assertThat(StatusRule.next(
                                seen(before, claim(storageClass, claim, annotations, false), null),
                                Optional.empty(),
                                NOW)
                        .status()
                        .phase())
                .isEqualTo(phase);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # before         | class | claim   | pod       | ready | phase
            Pending          | fast  | Bound   | -         | -     | UploadScheduled
            UploadScheduled  | fast  | Bound   | Pending   | false | UploadScheduled
            UploadScheduled  | fast  | Bound   | Running   | false | UploadScheduled
            UploadScheduled  | fast  | Bound   | Running   | true  | UploadReady
            UploadReady      | fast  | Bound   | ''        | false | UploadScheduled
            UploadReady      | fast  | Bound   | Failed    | false | UploadScheduled
            UploadReady      | fast  | Bound   | Succeeded | false | Succeeded
            Pending          | wait  | Pending | -         | -     | WaitForFirstConsumer
            """)
    void saysThePhaseOfAnUpload(
            String before, String storageClass, String claim, String pod, String ready, String phase) {
        String annotations = "cdi.kubevirt.io/storage.upload.target: ''"
                + (pod.equals("-")
                        ? ""
                        : ", " + POD + "'" + pod + "', cdi.kubevirt.io/storage.pod.ready: '" + ready + "'");
        ObservedDataVolume seen = seen(before, claim(storageClass, claim, annotations, false), null);
        DataVolume dataVolume = Given.object(DataVolume.class, """
                metadata: {name: disk, namespace: user, uid: "0"}
                spec: {source: {upload: {}}, pvc: {}}
                status: {phase: "%s"}
                """.formatted(before));

        assertThat(StatusRule.next(
                                new ObservedDataVolume(
                                        dataVolume,
                                        seen.claim(),
                                        seen.prime(),
                                        seen.source(),
                                        seen.volumes(),
                                        seen.progress(),
                                        seen.cluster()),
                                Optional.empty(),
                                NOW)
                        .status()
                        .phase())
                .isEqualTo(phase);
    }

    @Test
    void saysWhyThereIsNoClaim() {
        StatusRule.Outcome outcome =
                StatusRule.next(seen("", null, null), Optional.of(Trouble.claimNotValid("no modes")), NOW);

        assertThat(outcome.status().phase()).isEmpty();
        assertThat(outcome.status().conditions())
                .first()
                .extracting(Condition::message)
                .isEqualTo("no modes");
        assertThat(outcome.events()).containsExactly(Tell.warning("ErrClaimNotValid", "no modes"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | claim   | phase
            fast    | Pending | Pending
            wait    | Pending | PendingPopulation
            fast    | Bound   | Succeeded
            """)
    void saysWhenOthersHaveFilledTheClaim(String storageClass, String phase, String expected) {
        ObservedDataVolume seen =
                seen("Pending", claim(storageClass, phase, "cdi.kubevirt.io/storage.usePopulator: 'true'", true), null);
        seen.dataVolume()
                .setSpec(Given.object(
                        DataVolumeSpec.class, "pvc: {dataSourceRef: {kind: VolumeImportSource, name: s}}"));

        StatusRule.Outcome outcome = StatusRule.next(seen, Optional.empty(), NOW);

        assertThat(outcome.status().phase()).isEqualTo(expected);
        assertThat(outcome.events()
                        .contains(Tell.normal("ExternalPopulationSucceeded", "PVC disk successfully populated by s")))
                .isEqualTo(expected.equals("Succeeded"));
    }

    @Test
    void warnsOfAFailureOnceAndNeverOfProgress() {
        String failed = NAME + ", " + POD + "Running, cdi.kubevirt.io/storage.condition.running: 'false', "
                + "cdi.kubevirt.io/storage.condition.running.reason: Error, "
                + "cdi.kubevirt.io/storage.condition.running.message: got 404";
        ObservedDataVolume seen = seen("ImportInProgress", claim("fast", "Bound", failed, false), null);
        StatusRule.Outcome first = StatusRule.next(seen, Optional.empty(), NOW);
        seen.dataVolume().setStatus(first.status());

        assertThat(first.events()).contains(Tell.warning("Error", "got 404"));
        assertThat(StatusRule.next(seen, Optional.empty(), NOW.plusSeconds(9)))
                .isEqualTo(new StatusRule.Outcome(first.status(), List.of()));
    }

    @Test
    void saysNothingWhileTheVolumeChangesHands() {
        String populated = "cdi.kubevirt.io/storage.usePopulator: 'true', ";
        ObservedDataVolume seen = seen(
                "ImportInProgress",
                claim("fast", "Bound", populated + POD + "Running", true),
                claim("fast", "Bound", NAME + ", " + POD + "Succeeded", false));

        assertThat(StatusRule.next(seen, Optional.empty(), NOW))
                .isEqualTo(new StatusRule.Outcome(seen.dataVolume().getStatus(), List.of()));
    }

    @Test
    void warnsOfNothingWhenAllGoesWell() {
        String done = NAME + ", " + POD + "Succeeded, cdi.kubevirt.io/storage.condition.running: 'false', "
                + "cdi.kubevirt.io/storage.condition.running.reason: Completed, "
                + "cdi.kubevirt.io/storage.condition.running.message: Import Complete";

        assertThat(StatusRule.next(
                                seen("ImportInProgress", claim("fast", "Bound", done, false), null),
                                Optional.empty(),
                                NOW)
                        .events())
                .extracting(Tell::kind)
                .containsOnly(Tell.Kind.NORMAL);
    }

    private static ObservedDataVolume seen(
            String phase, @Nullable PersistentVolumeClaim claim, @Nullable PersistentVolumeClaim prime) {
        DataVolume dataVolume = Given.object(DataVolume.class, """
                metadata: {name: disk, namespace: user, uid: "0"}
                spec: {source: {blank: {}}, pvc: {}}
                status: {phase: "%s"}
                """.formatted(phase));
        return new ObservedDataVolume(
                dataVolume,
                Optional.ofNullable(claim),
                Optional.ofNullable(prime),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Given.cluster("HonorWaitForFirstConsumer"));
    }

    private static PersistentVolumeClaim claim(
            String storageClass, String phase, String annotations, boolean populated) {
        return Given.object(PersistentVolumeClaim.class, """
                metadata: {name: disk, namespace: user, uid: "1", annotations: {%s}}
                spec: {storageClassName: %s %s}
                status: {phase: %s}
                """.formatted(
                        annotations,
                        storageClass,
                        populated ? ", dataSourceRef: {kind: VolumeImportSource, name: s}" : "",
                        phase));
    }
}
