// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.populator;

import io.cdi.contract.Annotations;
import io.cdi.contract.CheckpointAnnotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.events.Tell;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides what is next for a claim that refers to a source.
public final class TargetRule {

    private static final List<String> MIRRORED = List.of(
            StateAnnotations.BOUND,
            StateAnnotations.BOUND_REASON,
            StateAnnotations.BOUND_MESSAGE,
            StateAnnotations.POD_PHASE,
            StateAnnotations.POD_READY,
            StateAnnotations.POD_RESTARTS,
            StateAnnotations.POD_NEXT_TRY,
            Annotations.PREALLOCATION_REQUESTED,
            StateAnnotations.PREALLOCATION,
            CheckpointAnnotations.CURRENT,
            CheckpointAnnotations.DONE,
            StateAnnotations.RUNNING,
            StateAnnotations.RUNNING_MESSAGE,
            StateAnnotations.RUNNING_REASON,
            StateAnnotations.POD_SCHEDULABLE,
            StateAnnotations.FATAL_ERROR,
            StateAnnotations.VDDK_HOST,
            StateAnnotations.VDDK_VERSION);
    private static final Pattern KUBEVIRT_LABEL = Pattern.compile("^([\\w.]+\\.kubevirt\\.io|kubevirt\\.io)/[\\w.-]+$");
    private static final String IN_TREE = "kubernetes.io/";
    private static final String DONE = "100.0%";
    private static final String UNKNOWN = "N/A";

    private final ObservedTarget seen;
    private final Installation installation;
    private final List<TargetStep> steps = new ArrayList<>();

    private TargetRule(ObservedTarget seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
    }

    public static List<TargetStep> decide(ObservedTarget seen, Installation installation) {
        TargetRule rule = new TargetRule(seen, installation);
        if (!Facts.isDeleting(seen.target())) {
            seen.prime().ifPresentOrElse(rule::withPrime, rule::withoutPrime);
        }
        return rule.steps;
    }

    private void withoutPrime() {
        String phase = Facts.phase(seen.target());
        if (phase.equals("Bound") || phase.equals("Lost") || seen.source().isEmpty()) {
            return;
        }
        PopulatorSource source = seen.source().get();
        if (source.isDeleting()
                || isForAnother(source)
                || seen.target().getSpec().getStorageClassName() == null) {
            return;
        }
        refusal(source).ifPresentOrElse(this::fail, () -> {
            if (seen.hasConsumer()) {
                create(source);
            }
        });
    }

    private boolean isForAnother(PopulatorSource source) {
        return source.targetClaim() != null && !source.targetClaim().equals(Facts.name(seen.target()));
    }

    private Optional<String> refusal(PopulatorSource source) {
        if (source.annotations().isEmpty()) {
            return Optional.of("this version does not fill volumes from what the " + source.kind() + " names");
        }
        String name = seen.target().getSpec().getStorageClassName();
        String claim = Facts.namespace(seen.target()) + "/" + Facts.name(seen.target());
        if (name.isEmpty()) {
            return Optional.of("PVC " + claim + " has empty storage class name");
        }
        Optional<StorageClass> storageClass = seen.cluster().namedClass(name);
        if (storageClass.isEmpty()) {
            return Optional.of("storage class " + name + " not found");
        }
        String provisioner = storageClass.get().getProvisioner();
        return provisioner.startsWith(IN_TREE) && !Facts.isAnnotated(seen.target(), ForeignAnnotations.MIGRATED_TO)
                ? Optional.of("can't use populator for PVC " + claim + " with in-tree storage class " + provisioner)
                : Optional.empty();
    }

    private void fail(String refusal) {
        Changes changes = pending(refusal);
        if (changes.patch(seen.target()).isPresent()) {
            note(changes);
            say(refused(refusal));
        }
    }

    /// What the target says while it has no prime, for that reason.
    public static Changes pending(String reason) {
        return new Changes()
                .annotate(StateAnnotations.BOUND, "false")
                .annotate(StateAnnotations.BOUND_REASON, "Pending")
                .annotate(StateAnnotations.BOUND_MESSAGE, reason);
    }

    public static Tell refused(String reason) {
        return Tell.warning("ErrCreatingPVCPrime", reason);
    }

    private void create(PopulatorSource source) {
        steps.add(new TargetStep.CreatePrime(PrimeClaim.of(seen, source, installation)));
        say(Tell.normal("CreatedPVCPrimeSuccessfully", "PVC Prime created successfully"));
    }

    private void withPrime(PersistentVolumeClaim prime) {
        if (Facts.isFilled(seen.target()) && Facts.isBound(seen.target())) {
            retire(prime);
            return;
        }
        Changes changes = mirror(prime);
        switch (String.valueOf(Facts.annotation(prime, StateAnnotations.POD_PHASE))) {
            case "Succeeded" -> succeeded(prime, changes);
            case "Failed" -> {
                if (changes.patch(seen.target()).isPresent()) {
                    say(Tell.warning(
                            seen.kind().failure, seen.kind().failureWords + Facts.name(seen.target()) + " failed"));
                }
                note(changes);
            }
            case "Running" -> {
                note(changes);
                steps.add(new TargetStep.LookAgain(seen.pause()));
            }
            default -> note(changes);
        }
    }

    /// The target tells of its success when it has its volume. Until then each word on it would be answered with events
    /// by all who could provision one.
    private void succeeded(PersistentVolumeClaim prime, Changes changes) {
        if (!Facts.isBound(seen.target())) {
            if (Facts.isBound(prime) && !isGiven(prime)) {
                steps.add(new TargetStep.Rebind(prime));
            }
            return;
        }
        Facts.labels(prime).forEach((key, value) -> {
            if (KUBEVIRT_LABEL.matcher(key).matches()) {
                changes.label(Map.of(key, value));
            }
        });
        note(changes);
        say(Tell.normal(seen.kind().success, seen.kind().successWords + Facts.name(seen.target())));
        retire(prime);
    }

    private Changes mirror(PersistentVolumeClaim prime) {
        Changes changes = new Changes();
        MIRRORED.forEach(key -> changes.annotate(key, Facts.annotation(prime, key)));
        String phase = Facts.annotation(prime, StateAnnotations.POD_PHASE);
        if ("Succeeded".equals(phase)) {
            changes.annotate(StateAnnotations.POPULATOR_PROGRESS, DONE);
        } else if (phase != null) {
            String known = Facts.annotation(seen.target(), StateAnnotations.POPULATOR_PROGRESS);
            changes.annotate(
                    StateAnnotations.POPULATOR_PROGRESS, seen.progress().orElse(known == null ? UNKNOWN : known));
        }
        // Not before there is something to tell.
        return changes.patch(seen.target()).isEmpty()
                ? changes
                : changes.annotate(StateAnnotations.PVC_PRIME, Facts.name(prime));
    }

    /// Whether the target has the prime's volume, though it may not be bound yet.
    private boolean isGiven(PersistentVolumeClaim prime) {
        return Objects.equals(
                prime.getSpec().getVolumeName(), seen.target().getSpec().getVolumeName());
    }

    /// The volume is the target's: the prime is of no use, whether the cluster has told it so already
    /// or not.
    private void retire(PersistentVolumeClaim prime) {
        boolean retained = Facts.says(prime, Annotations.RETAIN_AFTER_COMPLETION);
        if (isGiven(prime) && !retained && !Facts.isDeleting(prime)) {
            steps.add(new TargetStep.DeletePrime(prime));
        }
    }

    private void note(Changes changes) {
        if (changes.patch(seen.target()).isPresent()) {
            steps.add(new TargetStep.Note(changes));
        }
    }

    private void say(Tell tell) {
        steps.add(new TargetStep.Say(tell));
    }
}
