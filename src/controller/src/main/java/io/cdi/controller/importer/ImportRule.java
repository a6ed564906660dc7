// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.ImportAnnotations;
import io.cdi.contract.Labels;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.TerminationMessage;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.PodReport;
import io.cdi.controller.worker.WorkerStep;
import io.cdi.controller.worker.WorkerSteps;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Decides what is next for a claim that an importer pod fills.
public final class ImportRule {

    private final ObservedClaim seen;
    private final Installation installation;
    private final WorkerSteps steps;

    private ImportRule(ObservedClaim seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
        this.steps = new WorkerSteps(seen, installation);
    }

    /// Whether a claim is one for an importer pod at all.
    public static boolean isImport(PersistentVolumeClaim claim) {
        return (Facts.isAnnotated(claim, ImportAnnotations.SOURCE)
                        || Facts.isAnnotated(claim, ImportAnnotations.ENDPOINT))
                && !Facts.isAnnotated(claim, StateAnnotations.EXTERNAL_POPULATION);
    }

    public static List<WorkerStep> decide(ObservedClaim seen, Installation installation) {
        ImportRule rule = new ImportRule(seen, installation);
        rule.steps.waitForVolume();
        seen.pod().ifPresentOrElse(rule::withPod, rule::withoutPod);
        return rule.steps.all();
    }

    private void withoutPod() {
        if (seen.isComplete() || seen.isHopeless() || Facts.isDeleting(seen.claim()) || !seen.mayStart()) {
            return;
        }
        if (steps.waitForInstallation() || steps.waitForFormerScratch() || steps.waitForUsers("ImportTargetInUse")) {
            return;
        }
        steps.note(new Changes().annotate(StateAnnotations.IMPORT_POD_NAME, ImporterPod.name(seen.claim())));
        steps.add(new WorkerStep.CreatePod(ImporterPod.of(seen, installation)));
    }

    private void withPod(Pod pod) {
        if (steps.settles(pod, seen.isComplete() || seen.isHopeless())) {
            return;
        }
        PodReport report = new PodReport(pod);
        if (report.hasChecksumMismatch()) {
            giveUp(pod, report);
        } else if (report.needsScratch()) {
            steps.note(new Changes().annotate(StateAnnotations.REQUIRES_SCRATCH, "true"));
            steps.delete(pod);
        } else if (report.wasKilledForMemory() && !seen.needsDirectIo()) {
            steps.note(new Changes().annotate(StateAnnotations.REQUIRES_DIRECT_IO, "true"));
            steps.delete(pod);
        } else {
            follow(pod, report);
        }
    }

    /// The usual case: the claim tells the state of its pod.
    private void follow(Pod pod, PodReport report) {
        provide(pod, report);
        if (steps.waitForNews(report)) {
            return;
        }
        Changes changes = new Changes().annotate(StateAnnotations.IMPORT_POD_NAME, Facts.name(pod));
        report.annotate(changes, seen.claim(), seen.now());
        steps.hushWhileScratchComes(changes, pod);
        if (!report.phase().isEmpty()) {
            changes.annotate(StateAnnotations.POD_PHASE, report.phase());
        }
        changes.label(Map.of(Labels.APP, Labels.APP_VALUE));
        report.failure(seen.now())
                .filter(_ -> differs(changes, StateAnnotations.RUNNING_MESSAGE)
                        || differs(changes, StateAnnotations.RUNNING_REASON))
                .ifPresent(failure -> steps.say(Tell.warning("ErrImportFailed", failure)));
        if (report.hasSucceeded()) {
            changes.label(report.lastWords().map(TerminationMessage::labels).orElse(Map.of()));
        }
        steps.note(changes);
        if (report.hasSucceeded()) {
            if (!seen.isPrime()) {
                // A prime is about to go, and its target tells.
                steps.say(Tell.normal("ImportSucceeded", "Import Successful"));
            }
            steps.cleanUp(pod);
        } else if (report.phase().equals("Failed")) {
            steps.replaceFailed(pod);
        } else if (report.failure(seen.now()).isPresent() && !report.isRunning() && isOutdated(pod)) {
            steps.delete(pod);
        }
        steps.lookAgainAfterProbation(report);
    }

    /// Whether the pod would be made otherwise now, so that another one may do better.
    private boolean isOutdated(Pod pod) {
        String order = Facts.annotation(pod, StateAnnotations.POD_ORDER);
        return order != null
                && !order.equals(Facts.annotation(ImporterPod.of(seen, installation), StateAnnotations.POD_ORDER));
    }

    private boolean differs(Changes changes, String key) {
        return !Objects.equals(changes.annotation(seen.claim(), key), Facts.annotation(seen.claim(), key));
    }

    private void provide(Pod pod, PodReport report) {
        steps.provideScratch(pod, report);
        ImporterVolumes.proxyAuthority(seen)
                .filter(_ -> !report.hasStarted())
                .ifPresent(source -> steps.add(new WorkerStep.CopyAuthority(source, authorityCopy(pod))));
    }

    private ConfigMap authorityCopy(Pod pod) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(pod))
                .withName(ObjectNames.proxyCaConfigMap(Facts.name(seen.claim())))
                .withLabels(new TreeMap<>(installation.labels()))
                .withOwnerReferences(ControllerReference.to(pod))
                .endMetadata()
                .build();
    }

    private void giveUp(Pod pod, PodReport report) {
        String message = report.lastWords().flatMap(TerminationMessage::message).orElse("");
        steps.note(new Changes()
                .annotate(StateAnnotations.POD_PHASE, "Failed")
                .annotate(StateAnnotations.FATAL_ERROR, "true")
                .annotate(StateAnnotations.RUNNING, "false")
                .annotate(StateAnnotations.RUNNING_REASON, "ChecksumError")
                .annotate(StateAnnotations.RUNNING_MESSAGE, message));
        steps.say(Tell.warning("ErrImportFailed", message));
        steps.delete(pod);
    }
}
