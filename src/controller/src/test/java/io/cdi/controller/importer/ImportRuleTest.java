// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.api.names.ControllerReference;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.Given;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.WorkerStep;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportRuleTest {

    private static final String GATE = "HonorWaitForFirstConsumer";
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final String FAILED_BEFORE =
            "lastState: {terminated: {exitCode: 1, reason: Error, message: got 404}}";
    private static final String TOLD_FAILURE = """
            cdi.kubevirt.io/storage.condition.running: "false"
                cdi.kubevirt.io/storage.condition.running.reason: Error
                cdi.kubevirt.io/storage.condition.running.message: got 404""";
    private static final String RUNNING = "state: {running: {startedAt: '2026-01-01T00:00:00Z'}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # class | claim   | gates                     | annotation of the claim                                    | pod
            fast    | Bound   | HonorWaitForFirstConsumer |                                                            | true
            fast    | Pending | HonorWaitForFirstConsumer |                                                            | false
            wait    | Pending | HonorWaitForFirstConsumer |                                                            | false
            wait    | Pending | HonorWaitForFirstConsumer | 'cdi.kubevirt.io/storage.bind.immediate.requested: ""'     | true
            wait    | Pending |                           |                                                            | true
            wait    | Bound   | HonorWaitForFirstConsumer |                                                            | true
            wait    | Pending |                           | 'volume.kubernetes.io/selected-node: n1'                   | false
            fast    | Bound   |                           | 'cdi.kubevirt.io/storage.pod.phase: Succeeded'             | false
            fast    | Bound   |                           | 'cdi.kubevirt.io/storage.import.fatalError: "true"'        | false
            """)
    void startsAPodWhenItCanRun(String storageClass, String phase, String gates, String annotation, boolean starts) {
        ObservedClaim seen = new ObservedClaim(
                claim(storageClass, phase, annotation == null ? "" : annotation),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Given.cluster(gates == null ? "" : gates),
                NOW);

        assertThat(ImportRule.decide(seen, Given.INSTALLATION).stream()
                        .anyMatch(WorkerStep.CreatePod.class::isInstance))
                .isEqualTo(starts);
    }

    @Test
    void startsNoPodWhenNothingSaysWhereAndTellsItOnce() {
        ClusterView usual = Given.cluster(GATE);
        ClusterView cluster =
                new ClusterView(usual.classes(), usual.profiles(), usual.drivers(), usual.config(), List.of());
        ObservedClaim seen = new ObservedClaim(
                claim("fast", "Bound", ""),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                cluster,
                NOW);

        List<WorkerStep> steps = ImportRule.decide(seen, Given.INSTALLATION);

        assertThat(steps).extracting(step -> step.getClass().getSimpleName()).containsExactly("Note", "Say");
        assertThat(noted(steps, StateAnnotations.RUNNING_REASON)).isEqualTo("ErrStartingPod");
        assertThat(noted(steps, StateAnnotations.RUNNING_MESSAGE)).contains("no active CDI object");
    }

    @Test
    void leavesAClaimAloneThatAnotherPodUses() {
        ObservedClaim seen = new ObservedClaim(
                claim("fast", "Bound", ""),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of("guest"),
                Optional.empty(),
                Given.cluster(GATE),
                NOW);

        List<WorkerStep> steps = ImportRule.decide(seen, Given.INSTALLATION);

        assertThat(steps).hasSize(2).last().isInstanceOf(WorkerStep.LookAgain.class);
        assertThat(steps.getFirst().toString())
                .contains("ImportTargetInUse", "pod user/guest using PersistentVolumeClaim disk");
    }

    @Test
    void notesSuccessBeforeThePodGoes() {
        List<WorkerStep> steps = with("Succeeded", """
                state: {terminated: {exitCode: 0, reason: Completed, message: '{"preallocationApplied":true,"labels":{"a.kubevirt.io/b":"c"},"message":"Import Complete"}'}}""");

        assertThat(steps)
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("Note", "Say", "DeletePod");
        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isEqualTo("Succeeded");
        assertThat(noted(steps, StateAnnotations.RUNNING_MESSAGE)).isEqualTo("Import Complete");
        assertThat(noted(steps, StateAnnotations.PREALLOCATION)).isEqualTo("true");
        assertThat(((WorkerStep.Note) steps.getFirst()).changes().patch(claim("fast", "Bound", "")))
                .hasValueSatisfying(patch -> assertThat(patch).contains("\"a.kubevirt.io/b\":\"c\""));
    }

    @Test
    void neverTouchesThePodOfAnotherClaimAndSaysSo() {
        Pod foreign = new PodBuilder(pod("Running", "state: {running: {}}"))
                .editMetadata()
                .editFirstOwnerReference()
                .withUid("another")
                .endOwnerReference()
                .endMetadata()
                .build();

        List<WorkerStep> steps = with(claim("fast", "Bound", ""), foreign);

        assertThat(steps)
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("Note", "Say", "LookAgain");
        assertThat(noted(steps, StateAnnotations.RUNNING_MESSAGE)).startsWith("Pod is not owned by PVC");
        assertThat(with(going(), foreign)).isEmpty();
    }

    /// The pod that it deletes has said so, or has had the time to.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # phase   | end                  | last step
            Running   | 2026-01-01T00:59:58Z | LookAgain[after=PT8S]
            Running   | 2026-01-01T00:59:50Z | DeletePod
            Succeeded | 2026-01-01T00:59:58Z | DeletePod
            """)
    void doesNotWaitForThePodToSayThatItsWorkerHasEndedWell(String phase, String end, String last) {
        String state = """
                state: {terminated: {exitCode: 0, reason: Completed, finishedAt: '%s', message: '{"message":"Import Complete"}'}}""".formatted(end);

        List<WorkerStep> steps = with(phase, state);
        List<WorkerStep> ofAClaimThatGoes = with(going(), pod(phase, state));

        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isEqualTo("Succeeded");
        assertThat(steps.getLast().toString()).startsWith(last);
        assertThat(ofAClaimThatGoes.getLast().toString()).startsWith(last);
    }

    @Test
    void startsAgainWithScratchSpaceWithoutATraceOfSuccess() {
        List<WorkerStep> steps = with("Succeeded", """
                state: {terminated: {exitCode: 0, reason: Completed, message: '{"scratchSpaceRequired":true,"message":"Import Complete"}'}}""");

        assertThat(steps).extracting(step -> step.getClass().getSimpleName()).containsExactly("Note", "DeletePod");
        assertThat(noted(steps, StateAnnotations.REQUIRES_SCRATCH)).isEqualTo("true");
        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isNull();
    }

    @Test
    void saysWhyANodeHasRefusedAPodAndMakesTheNextOneAfterAWhile() {
        Pod pod = pod("Failed", "");
        pod.getStatus().setContainerStatuses(List.of());
        pod.getStatus().setReason("OutOfcpu");
        pod.getStatus().setMessage("Node didn't have enough resource: cpu");
        pod.getMetadata().setCreationTimestamp("2026-01-01T00:59:50Z");

        List<WorkerStep> young = with(claim("fast", "Bound", ""), pod);
        pod.getMetadata().setCreationTimestamp("2026-01-01T00:59:30Z");
        List<WorkerStep> old = with(claim("fast", "Bound", ""), pod);

        assertThat(noted(young, StateAnnotations.RUNNING_REASON)).isEqualTo("OutOfcpu");
        assertThat(noted(young, StateAnnotations.RUNNING_MESSAGE)).isEqualTo("Node didn't have enough resource: cpu");
        assertThat(young).last().isEqualTo(new WorkerStep.LookAgain(Duration.ofSeconds(20)));
        assertThat(old).last().isInstanceOf(WorkerStep.DeletePod.class);
    }

    @Test
    void letsTheScratchClaimOfAnEarlierPodGo() {
        PersistentVolumeClaim claim = claim("fast", "Bound", "cdi.kubevirt.io/storage.import.requiresScratch: 'true'");
        PersistentVolumeClaim scratch = claim("fast", "Bound", "");
        ObservedClaim former = new ObservedClaim(
                claim,
                Optional.empty(),
                Optional.empty(),
                Optional.of(scratch),
                List.of(),
                Optional.empty(),
                Given.cluster(GATE),
                NOW);
        Pod pod = ImporterPod.of(former, Given.INSTALLATION);
        pod.getMetadata().setUid("9");
        pod.getMetadata().setCreationTimestamp(NOW.toString());
        pod.setStatus(
                pod("Pending", "state: {waiting: {reason: ContainerCreating}}").getStatus());
        ObservedClaim mixed = new ObservedClaim(
                claim,
                Optional.empty(),
                Optional.of(pod),
                Optional.of(scratch),
                List.of(),
                Optional.empty(),
                Given.cluster(GATE),
                NOW);

        assertThat(ImportRule.decide(former, Given.INSTALLATION))
                .containsExactly(new WorkerStep.LookAgain(Duration.ofSeconds(1)));
        assertThat(ImportRule.decide(mixed, Given.INSTALLATION)).anyMatch(WorkerStep.DeletePod.class::isInstance);
        scratch.getMetadata().setOwnerReferences(List.of(ControllerReference.to(pod)));
        assertThat(ImportRule.decide(mixed, Given.INSTALLATION)).noneMatch(WorkerStep.DeletePod.class::isInstance);
    }

    /// As examples carry them.
    @Test
    void takesEmptyNamesForNone() {
        PersistentVolumeClaim claim = claim("fast", "Bound", """
                cdi.kubevirt.io/storage.import.secretName: ''
                    cdi.kubevirt.io/storage.import.certConfigMap: ''""");

        Pod pod = ImporterPod.of(Given.observed(claim, Optional.empty(), "", NOW), Given.INSTALLATION);

        assertThat(Given.yaml(pod)).doesNotContain("secretKeyRef", "configMap:");
    }

    @ParameterizedTest
    @CsvSource({", false", "fast, false", "tree, true"})
    void tellsThatThePodCannotBeScheduledOnlyWhenNobodyMakesItsScratch(@Nullable String scratchClass, boolean told) {
        Pod pod = Given.object(Pod.class, """
                metadata:
                  name: importer-disk
                  namespace: user
                  ownerReferences: [{apiVersion: v1, kind: PersistentVolumeClaim, name: disk, uid: "1", controller: true}]
                spec: {volumes: [{name: cdi-scratch-vol, persistentVolumeClaim: {claimName: disk-scratch}}]}
                status: {phase: Pending, conditions: [{type: PodScheduled, status: "False", reason: Unschedulable}]}
                """);
        ObservedClaim seen = new ObservedClaim(
                claim("fast", "Bound", ""),
                Optional.empty(),
                Optional.of(pod),
                Optional.ofNullable(scratchClass).map(name -> claim(name, "Pending", "")),
                List.of(),
                Optional.empty(),
                Given.cluster(GATE),
                NOW);

        List<WorkerStep> steps = ImportRule.decide(seen, Given.INSTALLATION);

        assertThat(noted(steps, StateAnnotations.POD_SCHEDULABLE)).isEqualTo(told ? "false" : null);
    }

    /// The ConfigMap of the administrator may come while the pod waits for its copy.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state: {waiting: {reason: ContainerCreating}}                  | true
            state: {running: {startedAt: '2026-01-01T00:00:00Z'}}          | false
            """)
    void copiesTheAuthorityOfTheProxyUntilThePodHasStarted(String state, boolean copies) {
        ObservedClaim seen = new ObservedClaim(
                claim("fast", "Bound", ""),
                Optional.empty(),
                Optional.of(pod("Pending", state)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Given.cluster(GATE, "{trustedCAProxy: authority}"),
                NOW);

        assertThat(ImportRule.decide(seen, Given.INSTALLATION).stream()
                        .anyMatch(WorkerStep.CopyAuthority.class::isInstance))
                .isEqualTo(copies);
    }

    @Test
    void givesUpOnAChecksum() {
        List<WorkerStep> steps = with("Succeeded", """
                state: {terminated: {exitCode: 0, reason: Completed, message: '{"message":"read: checksum mismatch: expected a, calculated b"}'}}""");

        assertThat(noted(steps, StateAnnotations.FATAL_ERROR)).isEqualTo("true");
        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isEqualTo("Failed");
        assertThat(noted(steps, StateAnnotations.RUNNING_REASON)).isEqualTo("ChecksumError");
    }

    @Test
    void writesPastThePageCacheAfterAKillForMemory() {
        List<WorkerStep> steps = with("Running", """
                restartCount: 1
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState: {terminated: {exitCode: 137, reason: OOMKilled}}""");

        assertThat(noted(steps, StateAnnotations.REQUIRES_DIRECT_IO)).isEqualTo("true");
        assertThat(steps).last().isInstanceOf(WorkerStep.DeletePod.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # state of the worker | running | reason | message
            state: {running: {startedAt: '2026-01-01T00:00:00Z'}} | true | Pod is running | ``
            state: {waiting: {reason: ContainerCreating}} | false | ContainerCreating | ``
            state: {waiting: {reason: CreateContainerConfigError, message: 'secret "a" not found'}} | false | CreateContainerConfigError | secret "a" not found
            state: {waiting: {reason: ImagePullBackOff}} | false | ImagePullFailed | failed to pull image: i
            state: {terminated: {exitCode: 1, reason: Error, message: 'got 404'}} | false | Error | got 404
            state: {terminated: {exitCode: 1, reason: Error, message: 'no space left on device'}} | false | Error | DataVolume too small to contain image
            """)
    void tellsWhyAPodDoesNotRun(String state, String running, String reason, String message) {
        List<WorkerStep> steps = with("Running", state);

        assertThat(noted(steps, StateAnnotations.RUNNING)).isEqualTo(running);
        assertThat(noted(steps, StateAnnotations.RUNNING_REASON)).isEqualTo(reason);
        assertThat(noted(steps, StateAnnotations.RUNNING_MESSAGE)).isEqualTo(message);
    }

    @Test
    void keepsTheReasonWhileAPodWaitsToBeTriedAgain() {
        List<WorkerStep> steps = with("Running", """
                restartCount: 3
                    state: {waiting: {reason: CrashLoopBackOff, message: back-off}}
                    lastState: {terminated: {exitCode: 1, reason: Error, message: got 404}}""");

        assertThat(noted(steps, StateAnnotations.RUNNING_MESSAGE)).isEqualTo("got 404");
        assertThat(noted(steps, StateAnnotations.POD_RESTARTS)).isEqualTo("3");
    }

    @Test
    void tellsWhenAFailedWorkerIsTriedAgain() {
        List<WorkerStep> steps = with("Running", """
                state: {waiting: {reason: CrashLoopBackOff, message: back-off 2m40s restarting failed container=importer}}
                    lastState: {terminated: {exitCode: 1, reason: Error, message: got 404, finishedAt: '2026-01-01T00:59:00Z'}}""");

        assertThat(noted(steps, StateAnnotations.POD_NEXT_TRY)).isEqualTo("2026-01-01T01:01:40Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # of the worker's start | what it is taken for
            2026-01-01T00:59:58Z    | false
            2026-01-01T00:59:48Z    | true
            """)
    void takesAWorkerThatHasFailedForRunningOnlyAfterAWhile(String start, String running) {
        List<WorkerStep> steps =
                with("Running", "state: {running: {startedAt: '%s'}}\n    %s".formatted(start, FAILED_BEFORE));

        assertThat(noted(steps, StateAnnotations.RUNNING)).isEqualTo(running);
        assertThat(steps.getLast() instanceof WorkerStep.LookAgain(Duration after) && after.toSeconds() == 8)
                .isNotEqualTo(Boolean.parseBoolean(running));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # state of the worker
            state: {terminated: {exitCode: 1, reason: Error, message: got 404}}
            state: {waiting: {reason: CrashLoopBackOff}}
            state: {running: {startedAt: '2026-01-01T00:59:58Z'}}
            """)
    void tellsAFailureOnce(String state) {
        Pod pod = pod("Running", "restartCount: 4\n    " + state + "\n    " + FAILED_BEFORE);

        assertThat(with(claim("fast", "Bound", TOLD_FAILURE), pod)).noneMatch(WorkerStep.Say.class::isInstance);
        assertThat(with(claim("fast", "Bound", ""), pod)).anyMatch(WorkerStep.Say.class::isInstance);
    }

    @Test
    void replacesAFailedPodThatWouldBeMadeOtherwiseNow() {
        PersistentVolumeClaim claim = claim("fast", "Bound", TOLD_FAILURE);
        ObservedClaim seen = Given.observed(claim, Optional.empty(), "", NOW);
        Pod pod = ImporterPod.of(seen, Given.INSTALLATION);
        pod.setStatus(pod("Running", "state: {waiting: {reason: CrashLoopBackOff}}\n    " + FAILED_BEFORE)
                .getStatus());

        assertThat(with(claim, pod)).noneMatch(WorkerStep.DeletePod.class::isInstance);
        claim.getMetadata().getAnnotations().put("cdi.kubevirt.io/storage.import.endpoint", "http://server/other");
        assertThat(with(claim, pod)).anyMatch(WorkerStep.DeletePod.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # claim | steps
            Pending | PassOn Note
            Bound   | Note CreatePod
            """)
    void tellsWhatAnotherOneWarnsAboutWhileItWaitsForAVolume(String phase, String steps) {
        ObservedClaim seen = new ObservedClaim(
                claim("fast", phase, ""),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(Given.object(Event.class, "reason: ProvisioningFailed\nmessage: the pool is full")),
                Given.cluster(GATE),
                NOW);

        assertThat(ImportRule.decide(seen, Given.INSTALLATION).stream()
                        .map(step -> step.getClass().getSimpleName()))
                .containsExactly(steps.split(" "));
    }

    @Test
    void saysNothingTwice() {
        PersistentVolumeClaim told = claim("fast", "Bound", """
                cdi.kubevirt.io/storage.import.importPodName: importer-disk
                    cdi.kubevirt.io/storage.pod.phase: Running
                    cdi.kubevirt.io/storage.pod.restarts: "0"
                    cdi.kubevirt.io/storage.condition.running: "true"
                    cdi.kubevirt.io/storage.condition.running.reason: Pod is running
                    cdi.kubevirt.io/storage.condition.running.message: ''""");
        told.getMetadata().setLabels(Map.of("app", "containerized-data-importer"));

        assertThat(ImportRule.decide(
                        Given.observed(told, Optional.of(pod("Running", RUNNING)), "", NOW), Given.INSTALLATION))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # age | phase   | state                                                                      | noted phase
            2     | Pending |                                                                            |
            2     | Pending | 'state: {waiting: {reason: ContainerCreating}}'                            |
            2     | Running | 'state: {running: {startedAt: "2026-01-01T00:59:59Z"}}'                   |
            2     | Pending | 'state: {waiting: {reason: ErrImagePull}}'                                 | Pending
            2     | Running | 'restartCount: 1\n    state: {running: {startedAt: "2026-01-01T00:59:59Z"}}' | Running
            2     | Failed  |                                                                            | Failed
            3     | Pending |                                                                            | Pending
            3     | Pending | 'state: {waiting: {reason: ContainerCreating}}'                            | Pending
            3     | Running | 'state: {running: {startedAt: "2026-01-01T00:59:59Z"}}'                   | Running
            """)
    void saysNothingOfAYoungPodThatIsWell(int age, String phase, @Nullable String state, @Nullable String noted) {
        Pod pod = pod(phase, state == null ? "" : state);
        if (state == null) {
            pod.getStatus().setContainerStatuses(List.of());
        }
        pod.getMetadata().setCreationTimestamp(NOW.minusSeconds(age).toString());

        List<WorkerStep> steps = with(claim("fast", "Bound", ""), pod);

        assertThat(noted(steps, StateAnnotations.POD_PHASE)).isEqualTo(noted);
        assertThat(steps.equals(List.of(new WorkerStep.LookAgain(Duration.ofSeconds(1)))))
                .isEqualTo(noted == null);
    }

    private static List<WorkerStep> with(String phase, String state) {
        return with(claim("fast", "Bound", ""), pod(phase, state));
    }

    private static List<WorkerStep> with(PersistentVolumeClaim claim, Pod pod) {
        return ImportRule.decide(Given.observed(claim, Optional.of(pod), "", NOW), Given.INSTALLATION);
    }

    private static @Nullable String noted(List<WorkerStep> steps, String key) {
        return steps.stream()
                .filter(WorkerStep.Note.class::isInstance)
                .map(step -> ((WorkerStep.Note) step).changes())
                .findFirst()
                .map(changes -> noted(changes, key))
                .orElse(null);
    }

    private static @Nullable String noted(Changes changes, String key) {
        return changes.annotation(claim("fast", "Bound", ""), key);
    }

    private static PersistentVolumeClaim claim(String storageClass, String phase, String annotation) {
        return Given.object(PersistentVolumeClaim.class, """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: disk
                  namespace: user
                  uid: "1"
                  annotations:
                    cdi.kubevirt.io/storage.import.endpoint: http://server/disk.qcow2
                    %s
                spec: {storageClassName: %s, resources: {requests: {storage: 1Gi}}}
                status: {phase: %s}
                """.formatted(annotation, storageClass, phase));
    }

    private static PersistentVolumeClaim going() {
        return new PersistentVolumeClaimBuilder(claim("fast", "Bound", ""))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();
    }

    private static Pod pod(String phase, String state) {
        return Given.object(Pod.class, """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: importer-disk
                  namespace: user
                  uid: "9"
                  creationTimestamp: "2026-01-01T00:00:00Z"
                  ownerReferences: [{apiVersion: v1, kind: PersistentVolumeClaim, name: disk, uid: "1", controller: true}]
                spec: {containers: [{name: importer}], volumes: []}
                status:
                  phase: %s
                  containerStatuses:
                  - name: importer
                    image: i
                    %s
                """.formatted(phase, state));
    }
}
