// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.Condition;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeStatus;
import io.cdi.contract.Annotations;
import io.cdi.contract.CheckpointAnnotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.UploadAnnotations;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The status of a DataVolume, and the events of its change.
final class StatusRule {

    private static final String UNKNOWN_PROGRESS = "N/A";
    private static final String DONE = "100.0%";
    /// Why a worker does not run while nothing is wrong.
    private static final Set<String> NORMAL_REASONS =
            Set.of("", "Completed", "ContainerCreating", "PodInitializing", "Scratch space required");

    /// The new status, and what is to be told.
    record Outcome(DataVolumeStatus status, List<Tell> events) {}

    /// A phase, with the event of entering it.
    private record Step(DataVolumePhase phase, Optional<Tell> event) {
        static Step silent(DataVolumePhase phase) {
            return new Step(phase, Optional.empty());
        }
    }

    private final ObservedDataVolume seen;
    private final Optional<Trouble> trouble;

    private StatusRule(ObservedDataVolume seen, Optional<Trouble> trouble) {
        this.seen = seen;
        this.trouble = trouble;
    }

    static Outcome next(ObservedDataVolume seen, Optional<Trouble> trouble, Instant now) {
        return new StatusRule(seen, trouble).outcome(now);
    }

    private Outcome outcome(Instant now) {
        DataVolumeStatus before = seen.dataVolume().getStatus();
        if (before != null && seen.livingClaim().filter(this::isBeingHandedOver).isPresent()) {
            return new Outcome(before, List.of());
        }
        Step step = step();
        DataVolumePhase phase = step.phase();
        Optional<PersistentVolumeClaim> claim = seen.livingClaim();
        Map<String, ConditionRule.Saying> sayings = ConditionRule.say(claim, phase, trouble);
        List<Condition> known = before == null ? null : before.conditions();
        DataVolumeStatus status = new DataVolumeStatus(
                claim.map(Facts::name).orElse(before == null ? null : before.claimName()),
                phase.text(),
                progress(before, phase),
                claim.flatMap(StatusRule::restarts).orElse(before == null ? null : before.restartCount()),
                ConditionRule.dated(known, sayings, now));
        return new Outcome(status, events(step, known, sayings));
    }

    /// The claim has just got the volume of its prime, and says in a moment that it is filled.
    private boolean isBeingHandedOver(PersistentVolumeClaim claim) {
        return seen.isPopulated(claim)
                && Facts.isBound(claim)
                && !Facts.isFilled(claim)
                && seen.prime().filter(Facts::isFilled).isPresent();
    }

    private List<Tell> events(Step step, @Nullable List<Condition> known, Map<String, ConditionRule.Saying> sayings) {
        List<Tell> events = new ArrayList<>();
        if (step.phase() != seen.phase()) {
            step.event().ifPresent(events::add);
        }
        ConditionRule.Saying bound = Objects.requireNonNull(sayings.get(ConditionRule.BOUND));
        boolean boundIsNew = !ConditionRule.says(ConditionRule.find(known, ConditionRule.BOUND), bound);
        trouble.filter(_ -> boundIsNew || seen.claim().isPresent())
                .ifPresent(why -> events.add(Tell.warning(why.reason(), why.message())));
        if (boundIsNew
                && !bound.reason().isEmpty()
                && (trouble.isEmpty() || seen.livingClaim().isPresent())) {
            events.add(Tell.normal(bound.reason(), bound.message()));
        }
        ConditionRule.Saying running = Objects.requireNonNull(sayings.get(ConditionRule.RUNNING));
        boolean failed = !running.isTrue()
                && !running.message().isEmpty()
                && !NORMAL_REASONS.contains(running.reason())
                && step.phase() != DataVolumePhase.SUCCEEDED;
        if (failed && !ConditionRule.says(ConditionRule.find(known, ConditionRule.RUNNING), running)) {
            events.add(Tell.warning(running.reason(), running.message()));
        }
        return events;
    }

    private Step step() {
        if (trouble.isPresent() && trouble.get().phase().isPresent()) {
            return Step.silent(trouble.get().phase().get());
        }
        Optional<PersistentVolumeClaim> claim = seen.livingClaim();
        if (isPending(claim)) {
            return Step.silent(DataVolumePhase.PENDING);
        }
        return claim.map(this::withClaim).orElse(Step.silent(seen.phase()));
    }

    private boolean isPending(Optional<PersistentVolumeClaim> claim) {
        boolean unchecked = claim.filter(found -> Facts.isAnnotated(seen.dataVolume(), Annotations.CHECK_STATIC_VOLUME)
                        && Facts.isAnnotated(found, StateAnnotations.PERSISTENT_VOLUME_LIST))
                .isPresent();
        boolean none = seen.claim().isEmpty()
                && trouble.isEmpty()
                && (seen.phase() == DataVolumePhase.UNSET
                        || Facts.isAnnotated(seen.dataVolume(), Annotations.PRE_POPULATED));
        return unchecked || none;
    }

    private Step withClaim(PersistentVolumeClaim claim) {
        boolean work = seen.needsWork(claim);
        if (work && seen.isFilled(claim)) {
            return worked(claim, seen.phase());
        }
        return switch (Facts.phase(claim)) {
            case "Pending", "" -> work ? waiting(claim) : succeeded(claim);
            case "Bound" -> work ? worked(claim, onceBound()) : succeeded(claim);
            case "Lost" ->
                new Step(
                        DataVolumePhase.FAILED,
                        Optional.of(Tell.warning("ErrClaimLost", "PVC " + Facts.name(claim) + " lost")));
            default -> Step.silent(DataVolumePhase.UNKNOWN);
        };
    }

    private DataVolumePhase onceBound() {
        return switch (seen.phase()) {
            case UNSET, PENDING, WAIT_FOR_FIRST_CONSUMER, UNKNOWN -> DataVolumePhase.PVC_BOUND;
            default -> seen.phase();
        };
    }

    private Step succeeded(PersistentVolumeClaim claim) {
        String name = Facts.name(claim);
        TypedObjectReference from = claim.getSpec().getDataSourceRef();
        Tell event;
        if (seen.isExternal() && from != null) {
            event = Tell.normal(
                    "ExternalPopulationSucceeded", "PVC " + name + " successfully populated by " + from.getName());
        } else if (seen.isUpload()) {
            event = Tell.normal("UploadSucceeded", "Successfully uploaded into " + name);
        } else {
            event = Tell.normal("ImportSucceeded", "Successfully imported into PVC " + name);
        }
        return new Step(DataVolumePhase.SUCCEEDED, Optional.of(event));
    }

    private Step waiting(PersistentVolumeClaim claim) {
        boolean waits = seen.cluster().waitsForFirstConsumer(claim.getSpec().getStorageClassName());
        if (seen.isPopulated(claim)) {
            boolean noConsumer = !Facts.isAnnotated(claim, ForeignAnnotations.SELECTED_NODE)
                    && !Facts.isAnnotated(claim, Annotations.BIND_IMMEDIATE_REQUESTED);
            return waits && noConsumer ? Step.silent(DataVolumePhase.PENDING_POPULATION) : worked(claim, beforeWork());
        }
        return Step.silent(
                waits && seen.cluster().hasFeature(ClusterView.HONOR_WAIT_FOR_FIRST_CONSUMER)
                        ? DataVolumePhase.WAIT_FOR_FIRST_CONSUMER
                        : DataVolumePhase.PENDING);
    }

    /// A claim that was deleted is made and filled anew.
    private DataVolumePhase beforeWork() {
        return switch (seen.phase()) {
            case UNSET, SUCCEEDED -> DataVolumePhase.PENDING;
            default -> seen.phase();
        };
    }

    /// The phase that the worker's pod says.
    private Step worked(PersistentVolumeClaim claim, DataVolumePhase otherwise) {
        if (seen.isExternal()) {
            return Facts.isBound(claim) && trouble.isEmpty() ? succeeded(claim) : Step.silent(otherwise);
        }
        String pod = String.valueOf(Facts.annotation(claim, StateAnnotations.POD_PHASE));
        if (!pod.equals("Succeeded") && !hasWorker(claim)) {
            return Step.silent(otherwise);
        }
        return seen.isUpload() ? uploading(claim, pod, otherwise) : importing(claim, pod, otherwise);
    }

    private Step uploading(PersistentVolumeClaim claim, String pod, DataVolumePhase otherwise) {
        String name = Facts.name(claim);
        return switch (pod) {
            case "Pending" ->
                new Step(
                        DataVolumePhase.UPLOAD_SCHEDULED,
                        Optional.of(Tell.normal("UploadScheduled", "Upload into " + name + " scheduled")));
            case "Running" ->
                Facts.says(claim, StateAnnotations.POD_READY)
                        ? new Step(
                                DataVolumePhase.UPLOAD_READY,
                                Optional.of(Tell.normal("UploadReady", "Upload into " + name + " ready")))
                        : Step.silent(DataVolumePhase.UPLOAD_SCHEDULED);
            case "Failed" ->
                new Step(
                        DataVolumePhase.UPLOAD_SCHEDULED,
                        Optional.of(Tell.warning("UploadFailed", "Upload into " + name + " failed")));
            case "Succeeded" -> filled(claim, otherwise);
            default -> Step.silent(DataVolumePhase.UPLOAD_SCHEDULED);
        };
    }

    private Step importing(PersistentVolumeClaim claim, String pod, DataVolumePhase otherwise) {
        String name = Facts.name(claim);
        return switch (pod) {
            case "Pending" ->
                new Step(
                        DataVolumePhase.IMPORT_SCHEDULED,
                        Optional.of(Tell.normal("ImportScheduled", "Import into " + name + " scheduled")));
            case "Running" ->
                new Step(
                        DataVolumePhase.IMPORT_IN_PROGRESS,
                        Optional.of(Tell.normal("ImportInProgress", "Import into " + name + " in progress")));
            case "Failed" ->
                new Step(
                        Facts.says(claim, StateAnnotations.FATAL_ERROR)
                                ? DataVolumePhase.FAILED
                                : DataVolumePhase.IMPORT_SCHEDULED,
                        Optional.of(Tell.warning("ImportFailed", "Failed to import into PVC " + name)));
            case "Succeeded" -> isBetweenStages(claim) ? paused(name) : filled(claim, otherwise);
            default -> Step.silent(DataVolumePhase.IMPORT_SCHEDULED);
        };
    }

    /// The prime's volume has still to become the claim's: until then a pod could not be scheduled.
    private Step filled(PersistentVolumeClaim claim, DataVolumePhase otherwise) {
        return seen.isPopulated(claim) && Facts.phase(claim).equals("Pending")
                ? Step.silent(otherwise)
                : succeeded(claim);
    }

    private static Step paused(String name) {
        return new Step(
                DataVolumePhase.PAUSED,
                Optional.of(Tell.normal("ImportPaused", "Multistage import into PVC " + name + " is paused")));
    }

    private static boolean isBetweenStages(PersistentVolumeClaim claim) {
        return Facts.isAnnotated(claim, CheckpointAnnotations.CURRENT)
                && !Facts.isAnnotated(claim, CheckpointAnnotations.DONE);
    }

    /// Whether the claim that the pod works on is bound, and has its pod.
    private boolean hasWorker(PersistentVolumeClaim claim) {
        Optional<PersistentVolumeClaim> filled = seen.isPopulated(claim) ? seen.prime() : Optional.of(claim);
        return filled.filter(Facts::isBound)
                .filter(found -> Facts.isAnnotated(
                        found, seen.isUpload() ? UploadAnnotations.UPLOAD_TARGET : StateAnnotations.IMPORT_POD_NAME))
                .isPresent();
    }

    private @Nullable String progress(@Nullable DataVolumeStatus before, DataVolumePhase phase) {
        String known = before == null ? null : before.progress();
        if (phase == DataVolumePhase.SUCCEEDED) {
            return DONE;
        }
        return seen.livingClaim()
                .map(claim -> seen.isPopulated(claim)
                        ? Facts.annotations(claim).getOrDefault(StateAnnotations.POPULATOR_PROGRESS, UNKNOWN_PROGRESS)
                        : seen.progress().orElse(known == null || known.isEmpty() ? UNKNOWN_PROGRESS : known))
                .orElse(known);
    }

    private static Optional<Integer> restarts(PersistentVolumeClaim claim) {
        String text = Facts.annotation(claim, StateAnnotations.POD_RESTARTS);
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(Integer.valueOf(text)).filter(count -> count >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
