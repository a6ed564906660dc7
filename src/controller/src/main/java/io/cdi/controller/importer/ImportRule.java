// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.ImportProxy;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Labels;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.TerminationMessage;
import io.cdi.contract.VolumeNames;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Decides what is next for a claim that an importer pod fills.
public final class ImportRule {

    private static final Duration BUSY = Duration.ofSeconds(10);

    private final ObservedImport seen;
    private final Installation installation;
    private final List<ImportStep> steps = new ArrayList<>();

    private ImportRule(ObservedImport seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
    }

    public static List<ImportStep> decide(ObservedImport seen, Installation installation) {
        ImportRule rule = new ImportRule(seen, installation);
        rule.waitForVolume();
        if (seen.pod().isPresent()) {
            rule.withPod(seen.pod().get());
        } else {
            rule.withoutPod();
        }
        return rule.steps;
    }

    /// What another one warns about while the claim waits for its volume is what it waits for.
    private void waitForVolume() {
        Changes changes = new Changes();
        if (Facts.phase(seen.claim()).equals("Pending") && seen.warning().isPresent()) {
            Event warning = seen.warning().get();
            changes.annotate(StateAnnotations.BOUND, "false")
                    .annotate(StateAnnotations.BOUND_REASON, "Pending")
                    .annotate(StateAnnotations.BOUND_MESSAGE, warning.getMessage());
            if (differs(changes, StateAnnotations.BOUND_MESSAGE)) {
                steps.add(new ImportStep.PassOn(Tell.warning(warning.getReason(), warning.getMessage())));
            }
        } else if (Facts.isBound(seen.claim())) {
            changes.annotate(StateAnnotations.BOUND, null)
                    .annotate(StateAnnotations.BOUND_REASON, null)
                    .annotate(StateAnnotations.BOUND_MESSAGE, null);
        }
        note(changes);
    }

    private void withoutPod() {
        if (seen.isComplete() || seen.isHopeless() || Facts.isDeleting(seen.claim()) || !seen.mayStart()) {
            return;
        }
        if (!seen.users().isEmpty()) {
            seen.users()
                    .forEach(user -> say(Tell.warning(
                            "ImportTargetInUse",
                            "pod " + Facts.namespace(seen.claim()) + "/" + user + " using PersistentVolumeClaim "
                                    + Facts.name(seen.claim()))));
            steps.add(new ImportStep.LookAgain(BUSY));
            return;
        }
        note(new Changes().annotate(StateAnnotations.IMPORT_POD_NAME, seen.podName()));
        steps.add(new ImportStep.CreatePod(ImporterPod.of(seen, installation)));
    }

    private void withPod(Pod pod) {
        if (Facts.isDeleting(seen.claim())) {
            delete(pod);
            return;
        }
        if (Facts.isDeleting(pod) || !Facts.isControlledBy(pod, seen.claim())) {
            return;
        }
        if (seen.isComplete() || seen.isHopeless()) {
            cleanUp(pod);
            return;
        }
        PodReport report = new PodReport(pod);
        if (report.hasChecksumMismatch()) {
            giveUp(pod, report);
        } else if (report.needsScratch()) {
            note(new Changes().annotate(StateAnnotations.REQUIRES_SCRATCH, "true"));
            delete(pod);
        } else if (report.wasKilledForMemory() && !seen.needsDirectIo()) {
            note(new Changes().annotate(StateAnnotations.REQUIRES_DIRECT_IO, "true"));
            delete(pod);
        } else {
            follow(pod, report);
        }
    }

    /// The usual case: the claim tells the state of its pod.
    private void follow(Pod pod, PodReport report) {
        provide(pod);
        Changes changes = new Changes().annotate(StateAnnotations.IMPORT_POD_NAME, Facts.name(pod));
        report.annotate(changes, seen.claim(), seen.now());
        if (mountsScratch(pod) && isScratchOnItsWay()) {
            changes.annotate(StateAnnotations.POD_SCHEDULABLE, null);
        }
        if (!report.phase().isEmpty()) {
            changes.annotate(StateAnnotations.POD_PHASE, report.phase());
        }
        changes.label(Map.of(Labels.APP, Labels.APP_VALUE));
        report.failure(seen.now())
                .filter(_ -> differs(changes, StateAnnotations.RUNNING_MESSAGE)
                        || differs(changes, StateAnnotations.RUNNING_REASON))
                .ifPresent(failure -> say(Tell.warning("ErrImportFailed", failure)));
        if (report.hasSucceeded()) {
            changes.label(report.lastWords().map(TerminationMessage::labels).orElse(Map.of()));
        }
        note(changes);
        if (report.hasSucceeded()) {
            say(Tell.normal("ImportSucceeded", "Import Successful"));
            cleanUp(pod);
        } else if (report.phase().equals("Failed")) {
            // Evicted, or lost with its node: the kubelet does not start it again.
            delete(pod);
        } else if (report.failure(seen.now()).isPresent() && !report.isRunning() && isOutdated(pod)) {
            delete(pod);
        }
        report.probationEnd(seen.now())
                .map(end -> Duration.between(seen.now(), end))
                .ifPresent(left -> steps.add(new ImportStep.LookAgain(left)));
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

    private void provide(Pod pod) {
        if (mountsScratch(pod) && seen.scratch().isEmpty()) {
            steps.add(new ImportStep.CreateScratch(ScratchClaim.of(seen, pod, installation)));
        }
        if (PodVolumes.hasProxyAuthority(seen)
                && new PodReport(pod).containers().isEmpty()) {
            String source = seen.cluster()
                    .settings()
                    .map(CDIConfigStatus::importProxy)
                    .map(ImportProxy::trustedCAProxy)
                    .orElse("");
            steps.add(new ImportStep.CopyAuthority(source, authorityCopy(pod)));
        }
    }

    private static boolean mountsScratch(Pod pod) {
        return pod.getSpec().getVolumes().stream().anyMatch(volume -> VolumeNames.SCRATCH.equals(volume.getName()));
    }

    /// The scheduler refuses a pod until its scratch claim is there and has got its volume. That is worth a word only
    /// where no driver makes one.
    private boolean isScratchOnItsWay() {
        return seen.scratch()
                .map(scratch -> seen.cluster()
                        .classOrDefault(scratch.getSpec().getStorageClassName())
                        .map(StorageClass::getProvisioner)
                        .filter(seen.cluster().drivers()::contains)
                        .isPresent())
                .orElse(true);
    }

    private ConfigMap authorityCopy(Pod pod) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(pod))
                .withName(ObjectNames.proxyCaConfigMap(Facts.name(seen.claim())))
                .withLabels(new TreeMap<>(installation.labels()))
                .withOwnerReferences(Facts.controllerReference(pod))
                .endMetadata()
                .build();
    }

    private void giveUp(Pod pod, PodReport report) {
        String message = report.lastWords().flatMap(TerminationMessage::message).orElse("");
        note(new Changes()
                .annotate(StateAnnotations.POD_PHASE, "Failed")
                .annotate(StateAnnotations.FATAL_ERROR, "true")
                .annotate(StateAnnotations.RUNNING, "false")
                .annotate(StateAnnotations.RUNNING_REASON, "ChecksumError")
                .annotate(StateAnnotations.RUNNING_MESSAGE, message));
        say(Tell.warning("ErrImportFailed", message));
        delete(pod);
    }

    private void cleanUp(Pod pod) {
        if (!seen.isRetained()) {
            delete(pod);
        }
    }

    private void delete(Pod pod) {
        if (!Facts.isDeleting(pod)) {
            steps.add(new ImportStep.DeletePod(pod));
        }
    }

    private void note(Changes changes) {
        if (changes.patch(seen.claim()).isPresent()) {
            steps.add(new ImportStep.Note(changes));
        }
    }

    private void say(Tell tell) {
        steps.add(new ImportStep.Say(tell));
    }
}
