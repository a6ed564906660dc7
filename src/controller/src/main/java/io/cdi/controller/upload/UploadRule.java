// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import io.cdi.contract.StateAnnotations;
import io.cdi.contract.TerminationMessage;
import io.cdi.contract.UploadAnnotations;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.PodReport;
import io.cdi.controller.worker.WorkerStep;
import io.cdi.controller.worker.WorkerSteps;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;

/// Decides what is next for a claim that an upload fills.
public final class UploadRule {

    private static final Duration STARTING = Duration.ofSeconds(30);

    /// As long a server that runs may take until it answers.
    private static final Duration BEGINNING = Duration.ofSeconds(5);

    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private final ObservedClaim seen;
    private final Installation installation;
    private final WorkerSteps steps;

    private UploadRule(ObservedClaim seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
        this.steps = new WorkerSteps(seen, installation);
    }

    /// Whether a claim waits for an upload, or has got one.
    public static boolean isUpload(PersistentVolumeClaim claim) {
        return Facts.isAnnotated(claim, UploadAnnotations.UPLOAD_TARGET)
                && !Facts.isAnnotated(claim, StateAnnotations.EXTERNAL_POPULATION);
    }

    public static List<WorkerStep> decide(ObservedClaim seen, Installation installation) {
        UploadRule rule = new UploadRule(seen, installation);
        rule.steps.waitForVolume();
        seen.pod().ifPresentOrElse(rule::withPod, rule::withoutPod);
        return rule.steps.all();
    }

    private void withoutPod() {
        if (seen.isComplete() || Facts.isDeleting(seen.claim()) || !seen.mayStart()) {
            return;
        }
        if (steps.waitForInstallation() || steps.waitForFormerScratch() || steps.waitForUsers("UploadTargetInUse")) {
            return;
        }
        steps.note(new Changes().annotate(UploadAnnotations.UPLOAD_POD_NAME, UploadPod.name(seen.claim())));
        steps.add(new WorkerStep.Provide(UploadService.of(seen, installation)));
        Pod pod = UploadPod.of(seen, installation);
        steps.add(new WorkerStep.CreatePod(pod));
        steps.add(new WorkerStep.Identify(pod));
    }

    private void withPod(Pod pod) {
        if (steps.settles(pod, seen.isComplete())) {
            return;
        }
        PodReport report = new PodReport(pod);
        if (report.lastWords().flatMap(TerminationMessage::deadlinePassed).orElse(false)) {
            replace(pod, new Changes());
        } else if (report.needsScratch()) {
            replace(pod, new Changes().annotate(StateAnnotations.REQUIRES_SCRATCH, "true"));
        } else if (report.hasSucceeded() && report.lastWords().isEmpty()) {
            // Without its words it is not known to have received anything.
            replace(pod, new Changes());
        } else {
            follow(pod, report);
        }
    }

    /// The next pass makes another pod, with a fresh certificate.
    private void replace(Pod pod, Changes changes) {
        steps.note(changes.annotate(StateAnnotations.POD_PHASE, "").annotate(StateAnnotations.POD_READY, "false"));
        steps.delete(pod);
    }

    /// The usual case: the claim tells the state of its pod.
    private void follow(Pod pod, PodReport report) {
        steps.provideScratch(pod, report);
        if (!report.isRunning() && steps.waitForNews(report)) {
            return;
        }
        provide(pod, report);
        Changes changes = new Changes()
                .annotate(UploadAnnotations.UPLOAD_POD_NAME, Facts.name(pod))
                .annotate(StateAnnotations.POD_READY, String.valueOf(report.isReady()));
        report.annotate(changes, seen.claim(), seen.now());
        steps.hushWhileScratchComes(changes, pod);
        if (!report.phase().isEmpty()) {
            changes.annotate(StateAnnotations.POD_PHASE, report.phase());
        }
        if (report.hasSucceeded()) {
            // First, since nobody comes back for it once the claim says that all is done.
            steps.add(new WorkerStep.Withdraw(UploadService.of(seen, installation)));
            steps.note(changes);
            steps.say(Tell.normal("UploadSucceeded", "Upload Successful"));
            steps.cleanUp(pod);
            return;
        }
        steps.note(changes);
        if (report.phase().equals("Failed")) {
            steps.replaceFailed(pod);
        }
        steps.lookAgainAfterProbation(report);
        lookAgainUntilReady(report);
    }

    /// Nothing tells when a server answers, until its kubelet does.
    private void lookAgainUntilReady(PodReport report) {
        if (!report.isReady()
                && report.runningSince()
                        .filter(start -> start.plus(BEGINNING).isAfter(seen.now()))
                        .isPresent()) {
            steps.add(new WorkerStep.LookAgain(AT_ONCE));
        }
    }

    /// What the pod waits for. This process may have ended between making the pod and making these.
    private void provide(Pod pod, PodReport report) {
        if (!report.hasStarted()) {
            steps.add(new WorkerStep.Provide(UploadService.of(seen, installation)));
            steps.add(new WorkerStep.Identify(pod));
            // The Secret of an earlier pod of this name may be there still, and go at any time.
            steps.add(new WorkerStep.LookAgain(STARTING));
        }
    }
}
