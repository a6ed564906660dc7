// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.StateAnnotations;
import io.cdi.contract.TerminationMessage;
import io.cdi.controller.Given;
import io.cdi.controller.events.Tell;
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.WorkerStep;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadRuleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | claim   | further annotation                                        | steps
            fast    | Bound   |                                                           | Note Provide CreatePod Identify
            fast    | Pending |                                                           | ''
            wait    | Pending |                                                           | ''
            wait    | Pending | 'cdi.kubevirt.io/storage.bind.immediate.requested: ""'    | Note Provide CreatePod Identify
            wait    | Bound   |                                                           | Note Provide CreatePod Identify
            fast    | Bound   | 'cdi.kubevirt.io/storage.pod.phase: Succeeded'            | ''
            """)
    void startsAServerWhenItCanRun(String storageClass, String phase, @Nullable String annotation, String steps) {
        assertThat(names(decide(claim(storageClass, phase, annotation), null, List.of())))
                .isEqualTo(steps);
    }

    @Test
    void leavesAClaimAloneThatAnotherPodUses() {
        assertThat(decide(claim("fast", "Bound", null), null, List.of("guest")))
                .first()
                .isEqualTo(new WorkerStep.Say(
                        Tell.warning("UploadTargetInUse", "pod user/guest using PersistentVolumeClaim disk")));
    }

    @Test
    void tellsWhyItWaitsForAVolume() {
        ObservedClaim seen = new ObservedClaim(
                claim("fast", "Pending", null),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(Given.object(Event.class, "reason: ProvisioningFailed\nmessage: the pool is full")),
                Given.cluster(""),
                NOW);

        List<WorkerStep> steps = UploadRule.decide(seen, Given.INSTALLATION);

        assertThat(names(steps)).isEqualTo("PassOn Note");
        assertThat(noted(steps, StateAnnotations.BOUND_MESSAGE)).isEqualTo("the pool is full");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # phase   | ready | state of the container                                         | steps                                  | noted phase | noted ready
            Pending   | false | 'waiting: {reason: ContainerCreating}'                         | Provide Identify LookAgain Note        | Pending     | false
            Running   | false | 'running: {startedAt: 2026-01-01T00:00:00Z}'                     | Note                                   | Running     | false
            Running   | false | 'running: {startedAt: 2026-01-01T00:59:58Z}'                     | Note LookAgain                         | Running     | false
            Running   | true  | 'running: {startedAt: 2026-01-01T00:59:58Z}'                     | Note                                   | Running     | true
            Running   | true  | 'running: {startedAt: 2026-01-01T00:00:00Z}'                     | Note                                   | Running     | true
            Failed    | false | 'terminated: {exitCode: 137, reason: Evicted}'                 | Note DeletePod                         | Failed      | false
            """)
    void tellsWhatThePodTells(
            String phase, boolean ready, String state, String steps, String notedPhase, String notedReady) {
        List<WorkerStep> decided = with(pod(phase, ready, state));

        assertThat(names(decided)).isEqualTo(steps);
        assertThat(noted(decided, StateAnnotations.POD_PHASE)).isEqualTo(notedPhase);
        assertThat(noted(decided, StateAnnotations.POD_READY)).isEqualTo(notedReady);
    }

    @Test
    void withdrawsTheServiceBeforeItTellsTheSuccess() {
        List<WorkerStep> steps = with(ended(TerminationMessage.uploaded(true).json()));

        assertThat(names(steps)).isEqualTo("Withdraw Note Say DeletePod");
        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isEqualTo("Succeeded");
        assertThat(noted(steps, StateAnnotations.PREALLOCATION)).isEqualTo("true");
        assertThat(steps).contains(new WorkerStep.Say(Tell.normal("UploadSucceeded", "Upload Successful")));
    }

    @Test
    void makesAnotherPodWhenTheCertificateIsOld() {
        List<WorkerStep> steps =
                with(ended(TerminationMessage.deadlinePassedBy().json()));

        assertThat(names(steps)).isEqualTo("Note DeletePod");
        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isEmpty();
        assertThat(noted(steps, StateAnnotations.POD_READY)).isEqualTo("false");
    }

    @Test
    void makesAnotherPodWithScratchSpaceWhenTheServerAsks() {
        List<WorkerStep> steps = with(ended(TerminationMessage.needsScratch().json()));

        assertThat(names(steps)).isEqualTo("Note DeletePod");
        assertThat(noted(steps, StateAnnotations.REQUIRES_SCRATCH)).isEqualTo("true");
    }

    @Test
    void believesNoSuccessWithoutItsWords() {
        assertThat(names(with(ended("done")))).isEqualTo("Note DeletePod");
    }

    private static List<WorkerStep> with(Pod pod) {
        return decide(claim("fast", "Bound", null), pod, List.of());
    }

    private static List<WorkerStep> decide(PersistentVolumeClaim claim, @Nullable Pod pod, List<String> users) {
        return UploadRule.decide(
                Given.observed(claim, Optional.ofNullable(pod), "HonorWaitForFirstConsumer", NOW)
                        .withUsers(users),
                Given.INSTALLATION);
    }

    private static String names(List<WorkerStep> steps) {
        return String.join(
                " ", steps.stream().map(step -> step.getClass().getSimpleName()).toList());
    }

    private static @Nullable String noted(List<WorkerStep> steps, String key) {
        for (WorkerStep step : steps) {
            if (step instanceof WorkerStep.Note(var changes)) {
                return changes.annotation(claim("fast", "Bound", null), key);
            }
        }
        return null;
    }

    private static PersistentVolumeClaim claim(String storageClass, String phase, @Nullable String annotation) {
        return Given.object(PersistentVolumeClaim.class, """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: disk
                  namespace: user
                  uid: "1"
                  annotations: {cdi.kubevirt.io/storage.upload.target: ""%s}
                spec:
                  storageClassName: %s
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                status: {phase: %s}
                """.formatted(
                        annotation == null ? "" : ", " + annotation, storageClass, phase));
    }

    private static Pod ended(String words) {
        return pod("Succeeded", false, "terminated: {exitCode: 0, reason: Completed, message: '" + words + "'}");
    }

    private static Pod pod(String phase, boolean ready, String state) {
        return Given.object(Pod.class, """
                metadata:
                  name: cdi-upload-disk
                  namespace: user
                  uid: "2"
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  ownerReferences: [{controller: true, uid: "1", kind: PersistentVolumeClaim, name: disk}]
                spec: {volumes: [], containers: []}
                status:
                  phase: %s
                  containerStatuses:
                  - {name: cdi-upload-server, restartCount: 0, ready: %s, state: {%s}}
                """.formatted(phase, ready, state));
    }
}
