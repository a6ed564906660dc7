// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.contract.StateAnnotations;
import io.cdi.contract.VolumeNames;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The steps of one pass over a claim that a worker fills, as its rule finds them, and what the rules for all workers
/// have in common.
public final class WorkerSteps {

    private static final String FOREIGN_POD = "ErrPodNotOwned";
    private static final String NOT_STARTED = "ErrStartingPod";
    private static final String OVER_QUOTA = "ErrExceededQuota";
    /// Others look for these words.
    private static final String REFERRAL = "For more information, request access to cdi-deploy logs from your sysadmin";

    private static final Duration BUSY = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(1);

    /// Between the beginnings of two pods, when a pod comes to nothing by itself.
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);

    private final ObservedClaim seen;
    private final Installation installation;
    private final List<WorkerStep> steps = new ArrayList<>();

    public WorkerSteps(ObservedClaim seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
    }

    public List<WorkerStep> all() {
        return steps;
    }

    public void add(WorkerStep step) {
        steps.add(step);
    }

    /// Nothing when the claim says all of it.
    public void note(Changes changes) {
        if (changes.patch(seen.claim()).isPresent()) {
            add(new WorkerStep.Note(changes));
        }
    }

    public void say(Tell tell) {
        add(new WorkerStep.Say(tell));
    }

    public void delete(Pod pod) {
        if (!Facts.isDeleting(pod)) {
            add(new WorkerStep.DeletePod(pod));
        }
    }

    /// The pod has done its work.
    public void cleanUp(Pod pod) {
        if (!seen.isRetained()) {
            deleteOnceOver(pod);
        }
    }

    /// A pod that has said itself that it is over is gone as soon as it is deleted. Of one whose containers alone are,
    /// the kubelet would have to tell step by step how it goes.
    private void deleteOnceOver(Pod pod) {
        Optional<Duration> left = new PodReport(pod)
                .endsUntil()
                .map(end -> Duration.between(seen.now(), end))
                .filter(Duration::isPositive);
        left.ifPresentOrElse(time -> add(new WorkerStep.LookAgain(time)), () -> delete(pod));
    }

    /// What another one warns about while the claim waits for its volume is what it waits for.
    public void waitForVolume() {
        Changes changes = new Changes();
        if (Facts.phase(seen.claim()).equals("Pending") && seen.warning().isPresent()) {
            Event warning = seen.warning().get();
            changes.annotate(StateAnnotations.BOUND, "false")
                    .annotate(StateAnnotations.BOUND_REASON, "Pending")
                    .annotate(StateAnnotations.BOUND_MESSAGE, warning.getMessage());
            if (!Objects.equals(warning.getMessage(), Facts.annotation(seen.claim(), StateAnnotations.BOUND_MESSAGE))) {
                add(new WorkerStep.PassOn(Tell.warning(warning.getReason(), warning.getMessage())));
            }
        } else if (Facts.isBound(seen.claim())) {
            changes.annotate(StateAnnotations.BOUND, null)
                    .annotate(StateAnnotations.BOUND_REASON, null)
                    .annotate(StateAnnotations.BOUND_MESSAGE, null);
        }
        note(changes);
    }

    /// Evicted, refused by its node, or lost with it: the kubelet does not start it again. The next one comes at once
    /// only when this one has had some time.
    public void replaceFailed(Pod pod) {
        Duration left = Duration.between(
                seen.now(),
                Instant.parse(pod.getMetadata().getCreationTimestamp()).plus(FAILURE_PAUSE));
        if (left.isPositive()) {
            add(new WorkerStep.LookAgain(left));
        } else {
            delete(pod);
        }
    }

    /// Whether the scratch claim of an earlier pod is still there; it goes with that pod, and a pod that found it would
    /// keep it from going.
    public boolean waitForFormerScratch() {
        if (!seen.needsScratch() || seen.scratch().isEmpty()) {
            return false;
        }
        add(new WorkerStep.LookAgain(SOON));
        return true;
    }

    /// Whether the pod is too young to be worth a word, as long as all goes well: each word on a claim costs those of
    /// many others.
    public boolean waitForNews(PodReport report) {
        if (!report.isFresh(seen.now())) {
            return false;
        }
        add(new WorkerStep.LookAgain(SOON));
        return true;
    }

    /// Whether pods of others have the claim mounted; then they are named, and no pod of ours may start.
    ///
    /// @param reason of the warnings
    public boolean waitForUsers(String reason) {
        if (seen.users().isEmpty()) {
            return false;
        }
        seen.users()
                .forEach(user -> say(Tell.warning(
                        reason,
                        "pod " + Facts.namespace(seen.claim()) + "/" + user + " using PersistentVolumeClaim "
                                + Facts.name(seen.claim()))));
        add(new WorkerStep.LookAgain(BUSY));
        return true;
    }

    /// Whether no installation says where pods may run; then the claim says so, and the installation wakes it.
    public boolean waitForInstallation() {
        if (seen.cluster().activeInstallation().isPresent()) {
            return false;
        }
        fail(Tell.warning(
                NOT_STARTED,
                "start a pod for " + Facts.name(seen.claim())
                        + ": there is no active CDI object, or more than one, to say where it may run"));
        return true;
    }

    /// The API server does not take the pod.
    public void tellRefusedPod(Pod pod, boolean isOverQuota, String cause) {
        fail(
                new Changes().annotate(StateAnnotations.POD_PHASE, "Failed"),
                Tell.warning(
                        isOverQuota ? OVER_QUOTA : NOT_STARTED,
                        "Error starting pod '" + Facts.name(pod) + "': " + REFERRAL + " (" + cause + ")"));
    }

    /// The API server does not take the scratch claim that a pod waits for.
    public void tellRefusedScratch(PersistentVolumeClaim scratch, boolean isOverQuota, String cause) {
        fail(
                new Changes(),
                Tell.warning(
                        isOverQuota ? OVER_QUOTA : NOT_STARTED,
                        "cannot make the scratch claim " + Facts.name(scratch) + ": " + cause));
    }

    private void fail(Tell failure) {
        fail(new Changes(), failure);
    }

    /// A failure before there is a worker is told once.
    private void fail(Changes changes, Tell failure) {
        changes.annotate(StateAnnotations.RUNNING, "false")
                .annotate(StateAnnotations.RUNNING_REASON, failure.reason())
                .annotate(StateAnnotations.RUNNING_MESSAGE, failure.message());
        if (changes.patch(seen.claim()).isPresent()) {
            note(changes);
            say(failure);
        }
    }

    /// Whether there is nothing to follow at a pod: the claim goes or is over, or the pod goes or is another's.
    ///
    /// @param isOver whether the claim needs its pod no more
    public boolean settles(Pod pod, boolean isOver) {
        if (!Facts.isControlledBy(pod, seen.claim())) {
            if (!isOver && !Facts.isDeleting(seen.claim())) {
                tellForeignPod(pod);
            }
            return true;
        }
        if (Facts.isDeleting(seen.claim())) {
            deleteOnceOver(pod);
            return true;
        }
        if (Facts.isDeleting(pod)) {
            return true;
        }
        if (isOver) {
            cleanUp(pod);
        }
        return isOver;
    }

    /// The claim may have been copied from another one, with the name of its pod.
    public void tellForeignPod(Pod pod) {
        fail(Tell.warning(
                FOREIGN_POD,
                "Pod is not owned by PVC: " + Facts.namespace(pod) + "/" + Facts.name(pod) + " is in the way of "
                        + Facts.name(seen.claim()) + "; delete the pod, or the annotation that names it"));
        add(new WorkerStep.LookAgain(BUSY));
    }

    private static boolean mountsScratch(Pod pod) {
        return pod.getSpec().getVolumes().stream().anyMatch(volume -> VolumeNames.SCRATCH.equals(volume.getName()));
    }

    /// The scratch claim that a pod waits for. One of an earlier pod goes before there is another.
    public void provideScratch(Pod pod, PodReport report) {
        if (!mountsScratch(pod)) {
            return;
        }
        if (seen.scratch().isEmpty()) {
            add(new WorkerStep.CreateScratch(ScratchClaim.of(seen, pod, installation)));
        } else if (!report.hasStarted()
                && seen.scratch()
                        .filter(scratch -> Facts.isDeleting(scratch) || !Facts.isControlledBy(scratch, pod))
                        .isPresent()) {
            delete(pod);
        }
    }

    /// The scheduler refuses a pod until its scratch claim is there and has got its volume. That is worth a word only
    /// where no driver makes one.
    public void hushWhileScratchComes(Changes changes, Pod pod) {
        boolean isOnItsWay = seen.scratch()
                .map(scratch -> seen.cluster().hasDriver(scratch.getSpec().getStorageClassName()))
                .orElse(true);
        if (mountsScratch(pod) && isOnItsWay) {
            changes.annotate(StateAnnotations.POD_SCHEDULABLE, null);
        }
    }

    /// A worker that was started again counts as running only after a while, and nothing will tell when.
    public void lookAgainAfterProbation(PodReport report) {
        report.probationEnd(seen.now())
                .map(end -> Duration.between(seen.now(), end))
                .ifPresent(left -> add(new WorkerStep.LookAgain(left)));
    }
}
