// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.Condition;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The three conditions of a DataVolume.
final class ConditionRule {

    static final String BOUND = "Bound";
    static final String READY = "Ready";
    static final String RUNNING = "Running";

    private static final String TRUE = "True";
    private static final String FALSE = "False";
    private static final String UNKNOWN = "Unknown";

    private ConditionRule() {}

    /// What a condition says, without times.
    record Saying(String status, String reason, String message) {
        boolean isTrue() {
            return status.equals(TRUE);
        }
    }

    static Map<String, Saying> say(
            Optional<PersistentVolumeClaim> claim, DataVolumePhase phase, Optional<Trouble> trouble) {
        Optional<Trouble> told = claim.isPresent() ? Optional.empty() : trouble;
        Saying running = claim.map(ConditionRule::running).orElse(new Saying(FALSE, "", ""));
        return Map.of(
                BOUND,
                claim.map(ConditionRule::bound)
                        .orElse(told.map(why -> new Saying(FALSE, why.reason(), why.message()))
                                .orElse(new Saying(FALSE, "NotFound", "No PVC found"))),
                READY,
                running.isTrue() ? new Saying(FALSE, "TransferRunning", "") : ready(phase, told),
                RUNNING,
                running);
    }

    private static Saying ready(DataVolumePhase phase, Optional<Trouble> trouble) {
        String status = switch (phase) {
            case SUCCEEDED -> TRUE;
            case UNKNOWN -> UNKNOWN;
            default -> FALSE;
        };
        return new Saying(
                status,
                trouble.map(Trouble::reason).orElse(""),
                trouble.map(Trouble::message).orElse(""));
    }

    private static Saying bound(PersistentVolumeClaim claim) {
        String name = Facts.name(claim);
        String annotated = text(claim, StateAnnotations.BOUND);
        boolean plain = annotated.isEmpty() || annotated.equalsIgnoreCase("true");
        String reason = text(claim, StateAnnotations.BOUND_REASON);
        String message = text(claim, StateAnnotations.BOUND_MESSAGE);
        return switch (Facts.phase(claim)) {
            case "Bound" ->
                plain ? new Saying(TRUE, "Bound", "PVC " + name + " Bound") : new Saying(FALSE, reason, message);
            case "Pending", "" ->
                plain
                        ? new Saying(FALSE, "Pending", "PVC " + name + " Pending")
                        : new Saying(FALSE, reason, pendingMessage(claim, message));
            case "Lost" -> new Saying(FALSE, "ClaimLost", "Claim Lost");
            default -> new Saying(FALSE, "", "");
        };
    }

    private static String pendingMessage(PersistentVolumeClaim claim, String message) {
        String prime = Facts.annotation(claim, StateAnnotations.PVC_PRIME);
        return "target PVC " + Facts.name(claim) + " Pending and " + (prime == null ? "" : "[" + prime + "] : ")
                + message;
    }

    private static Saying running(PersistentVolumeClaim claim) {
        if ("false".equalsIgnoreCase(text(claim, StateAnnotations.POD_SCHEDULABLE))) {
            return new Saying(FALSE, "Unschedulable", "Importer pod cannot be scheduled");
        }
        String reason = text(claim, StateAnnotations.RUNNING_REASON);
        String message = text(claim, StateAnnotations.RUNNING_MESSAGE);
        String target = text(claim, StateAnnotations.RUNNING).toLowerCase(Locale.ROOT);
        String source = text(claim, StateAnnotations.SOURCE_RUNNING).toLowerCase(Locale.ROOT);
        String sourceReason = text(claim, StateAnnotations.SOURCE_RUNNING_REASON);
        String sourceMessage = text(claim, StateAnnotations.SOURCE_RUNNING_MESSAGE);
        boolean sourceFine = source.isEmpty() || source.equals("true");
        String status = source.equals("false") ? FALSE : UNKNOWN;
        return switch (target) {
            case "true" ->
                sourceFine ? new Saying(TRUE, reason, message) : new Saying(status, sourceReason, sourceMessage);
            case "false" ->
                sourceFine
                        ? new Saying(FALSE, reason, message)
                        : new Saying(status, reason + " and " + sourceReason, message + " and " + sourceMessage);
            case "" -> new Saying(FALSE, reason, message);
            default -> new Saying(UNKNOWN, reason, message);
        };
    }

    private static String text(PersistentVolumeClaim claim, String key) {
        return Facts.annotations(claim).getOrDefault(key, "");
    }

    /// The conditions in their order, with the times of those that stay.
    static List<Condition> dated(@Nullable List<Condition> before, Map<String, Saying> sayings, Instant now) {
        return List.of(BOUND, READY, RUNNING).stream()
                .map(type -> dated(
                        find(before, type),
                        type,
                        Objects.requireNonNull(sayings.get(type)),
                        now.truncatedTo(ChronoUnit.SECONDS).toString()))
                .toList();
    }

    static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.equals(condition.type()))
                        .findFirst();
    }

    static boolean says(Optional<Condition> condition, Saying saying) {
        return condition
                .filter(known -> saying.equals(new Saying(known.status(), text(known.reason()), text(known.message()))))
                .isPresent();
    }

    private static Condition dated(Optional<Condition> before, String type, Saying saying, String now) {
        if (before.isPresent() && says(before, saying)) {
            return before.get();
        }
        boolean same =
                before.filter(known -> known.status().equals(saying.status())).isPresent();
        return new Condition(
                type,
                saying.status(),
                saying.reason(),
                saying.message(),
                same ? before.get().lastTransitionTime() : now,
                now);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
