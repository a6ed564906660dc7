// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.contract.FailurePhrases;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.TerminationMessage;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the state of a worker pod says. The first container is the worker.
public record PodReport(Pod pod) {

    /// The worker runs, or why it does not.
    public record Running(boolean running, String reason, String message) {}

    private static final String SUCCEEDED = "Succeeded";
    private static final String FAILED = "Failed";
    private static final Set<String> PULL_FAILURES = Set.of("ImagePullBackOff", "ErrImagePull", "InvalidImageName");
    private static final String BACK_OFF = "CrashLoopBackOff";
    private static final Pattern BACK_OFF_TIME = Pattern.compile("back-off ([0-9hms]+) restarting");

    /// As long a worker that has failed before has to run until it is taken for running: it may only have asked
    /// whether the source has changed.
    private static final Duration PROBATION = Duration.ofSeconds(10);

    private static final Duration FRESH = Duration.ofSeconds(3);

    /// As long a pod may take to say itself that its containers have ended.
    private static final Duration END = Duration.ofSeconds(10);

    /// What a container waits for that nothing keeps from starting, as far as its node knows.
    private static final Set<String> STARTS = Set.of("ContainerCreating", "PodInitializing");

    private static final String KILLED_FOR_MEMORY = "OOMKilled";
    private static final String PULL_FAILED = "ImagePullFailed";
    private static final String SCRATCH_REQUIRED = "Scratch space required";
    private static final String TOO_SMALL = "DataVolume too small to contain image";
    private static final List<String> TOO_SMALL_PHRASES = List.of(
            FailurePhrases.LARGER_THAN_AVAILABLE,
            FailurePhrases.NO_SPACE,
            FailurePhrases.BLOCK_TOO_BIG,
            FailurePhrases.QUOTA_EXCEEDED);

    /// A pod whose containers have all ended well has succeeded; it says so itself only when the kubelet next looks at
    /// it, about a second later.
    public String phase() {
        if (hasEndedWell()) {
            return SUCCEEDED;
        }
        return toldPhase();
    }

    private String toldPhase() {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? ""
                : pod.getStatus().getPhase();
    }

    private boolean hasEndedWell() {
        return !containers().isEmpty()
                && containers().stream()
                        .map(container -> container.getState().getTerminated())
                        .allMatch(end -> end != null && Integer.valueOf(0).equals(end.getExitCode()));
    }

    public boolean hasSucceeded() {
        return phase().equals(SUCCEEDED);
    }

    public List<ContainerStatus> containers() {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? List.of()
                : pod.getStatus().getContainerStatuses();
    }

    private Optional<ContainerStatus> worker() {
        return containers().stream().findFirst();
    }

    /// How often the worker was started again.
    public int restarts() {
        return worker().map(ContainerStatus::getRestartCount).orElse(0);
    }

    /// Whether any of its containers has run: what the pod waits for at its start is there.
    public boolean hasStarted() {
        return restarts() > 0
                || containers().stream()
                        .anyMatch(container -> container.getState().getWaiting() == null);
    }

    /// Whether it has only just been made, and is about to run or runs, as nothing has gone wrong.
    boolean isFresh(Instant now) {
        return !isUnschedulable()
                && !phase().equals(FAILED)
                && restarts() == 0
                && containers().stream().map(ContainerStatus::getState).allMatch(PodReport::isWell)
                && now.isBefore(
                        Instant.parse(pod.getMetadata().getCreationTimestamp()).plus(FRESH));
    }

    private static boolean isWell(ContainerState state) {
        return state.getRunning() != null
                || (state.getWaiting() != null
                        && STARTS.contains(text(state.getWaiting().getReason())));
    }

    /// Until when it may be worth to wait for the pod itself to say that it is over, which its containers are; empty
    /// when it has said so, or they are not.
    Optional<Instant> endsUntil() {
        return hasEndedWell() && !toldPhase().equals(SUCCEEDED)
                ? containers().stream()
                        .map(container -> container.getState().getTerminated().getFinishedAt())
                        .filter(Objects::nonNull)
                        .map(end -> Instant.parse(end).plus(END))
                        .max(Comparator.naturalOrder())
                : Optional.empty();
    }

    public boolean isUnschedulable() {
        return phase().equals("Pending")
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> "PodScheduled".equals(condition.getType())
                                && "Unschedulable".equals(condition.getReason()));
    }

    /// How the worker ended, now or the last time.
    public Optional<ContainerStateTerminated> termination() {
        return worker().flatMap(worker -> Stream.of(worker.getState(), worker.getLastState())
                .filter(Objects::nonNull)
                .map(state -> state.getTerminated())
                .filter(Objects::nonNull)
                .findFirst());
    }

    /// The worker's last words when it is over and it has ended well.
    public Optional<TerminationMessage> lastWords() {
        return worker().map(ContainerStatus::getState)
                .map(state -> state.getTerminated())
                .filter(terminated -> Integer.valueOf(0).equals(terminated.getExitCode()))
                .map(ContainerStateTerminated::getMessage)
                .flatMap(TerminationMessage::parse);
    }

    public boolean needsScratch() {
        return lastWords().flatMap(TerminationMessage::scratchSpaceRequired).orElse(false);
    }

    public boolean hasChecksumMismatch() {
        return lastWords()
                .flatMap(TerminationMessage::message)
                .filter(message -> message.contains(FailurePhrases.CHECKSUM_MISMATCH))
                .isPresent();
    }

    public boolean wasKilledForMemory() {
        return termination()
                .map(ContainerStateTerminated::getReason)
                .filter(KILLED_FOR_MEMORY::equals)
                .isPresent();
    }

    /// The text with which the worker has failed; empty when it has not, or has run for a while since.
    public Optional<String> failure(Instant now) {
        return failed().filter(_ -> !isRunning() || probationEnd(now).isPresent())
                .map(terminated -> Objects.requireNonNullElse(terminated.getMessage(), terminated.getReason()));
    }

    private Optional<ContainerStateTerminated> failed() {
        return termination().filter(terminated -> terminated.getExitCode() != null && terminated.getExitCode() > 0);
    }

    public boolean isRunning() {
        List<ContainerStatus> containers = containers();
        return !containers.isEmpty()
                && containers.stream()
                        .allMatch(container -> container.getState().getRunning() != null);
    }

    /// Since when all containers run; empty when they do not.
    public Optional<Instant> runningSince() {
        return isRunning() ? workerRunningSince() : Optional.empty();
    }

    private Optional<Instant> workerRunningSince() {
        return worker().map(worker -> worker.getState().getRunning())
                .map(running -> Instant.parse(running.getStartedAt()));
    }

    /// Whether all containers are ready for whoever waits for them.
    public boolean isReady() {
        return !containers().isEmpty()
                && containers().stream().allMatch(container -> Boolean.TRUE.equals(container.getReady()));
    }

    /// When a worker that was started again is taken for running; empty when that time is over, or it has never
    /// failed.
    public Optional<Instant> probationEnd(Instant now) {
        return failed().flatMap(_ -> workerRunningSince())
                .map(start -> start.plus(PROBATION))
                .filter(now::isBefore);
    }

    /// When the kubelet starts the worker again, as far as it has told.
    Optional<Instant> nextTry() {
        return worker().map(worker -> worker.getState().getWaiting())
                .filter(waiting -> BACK_OFF.equals(waiting.getReason()))
                .map(waiting -> BACK_OFF_TIME.matcher(text(waiting.getMessage())))
                .filter(Matcher::find)
                .flatMap(found -> failed().map(ContainerStateTerminated::getFinishedAt)
                        .map(end -> Instant.parse(end).plus(Duration.parse("PT" + found.group(1)))));
    }

    /// Empty while there is nothing to say because there is no container yet. One that waits to be tried again,
    /// or has only just begun to, keeps the reason of its last end. A pod that its node has refused or put out says
    /// itself why.
    public Optional<Running> running(Instant now) {
        List<ContainerStatus> containers = containers();
        if (phase().equals(FAILED) && pod.getStatus().getReason() != null) {
            return Optional.of(new Running(
                    false, pod.getStatus().getReason(), text(pod.getStatus().getMessage())));
        }
        if (containers.isEmpty()) {
            return Optional.empty();
        }
        if (isRunning()) {
            return probationEnd(now).isPresent()
                    ? failed().map(this::ended)
                    : Optional.of(new Running(true, "Pod is running", ""));
        }
        return containers.stream()
                .map(PodReport::pullFailure)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> workerState(containers.getFirst()));
    }

    private static Optional<Running> pullFailure(ContainerStatus container) {
        ContainerStateWaiting waiting = container.getState().getWaiting();
        return waiting != null && waiting.getReason() != null && PULL_FAILURES.contains(waiting.getReason())
                ? Optional.of(new Running(false, PULL_FAILED, FailurePhrases.PULL_FAILED + ": " + container.getImage()))
                : Optional.empty();
    }

    private Optional<Running> workerState(ContainerStatus worker) {
        ContainerStateWaiting waiting = worker.getState().getWaiting();
        ContainerStateTerminated terminated = worker.getState().getTerminated();
        if (waiting != null) {
            return BACK_OFF.equals(waiting.getReason())
                    ? termination().map(this::ended)
                    : Optional.of(
                            new Running(false, text(waiting.getReason()), simplified(text(waiting.getMessage()))));
        }
        return Optional.ofNullable(terminated).map(this::ended);
    }

    private Running ended(ContainerStateTerminated terminated) {
        String text = text(terminated.getMessage());
        String reason = text(terminated.getReason());
        if (Integer.valueOf(0).equals(terminated.getExitCode())) {
            Optional<TerminationMessage> words = TerminationMessage.parse(text);
            if (words.flatMap(TerminationMessage::scratchSpaceRequired).orElse(false)) {
                return new Running(false, SCRATCH_REQUIRED, FailurePhrases.SCRATCH_MISSING);
            }
            if (words.isPresent()) {
                return new Running(false, reason, words.get().message().orElse(""));
            }
        }
        return new Running(false, text.contains(FailurePhrases.PULL_FAILED) ? PULL_FAILED : reason, simplified(text));
    }

    private static String simplified(String message) {
        return TOO_SMALL_PHRASES.stream().anyMatch(message::contains) ? TOO_SMALL : message;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// What the claim has to say about its pod, see [StateAnnotations].
    public void annotate(Changes changes, HasMetadata claim, Instant now) {
        changes.annotate(StateAnnotations.POD_RESTARTS, String.valueOf(Math.max(restarts(), knownRestarts(claim))));
        changes.annotate(StateAnnotations.POD_SCHEDULABLE, isUnschedulable() ? "false" : null);
        changes.annotate(
                StateAnnotations.POD_NEXT_TRY, nextTry().map(Instant::toString).orElse(null));
        running(now).ifPresent(running -> {
            changes.annotate(StateAnnotations.RUNNING, String.valueOf(running.running()));
            changes.annotate(StateAnnotations.RUNNING_REASON, running.reason());
            changes.annotate(StateAnnotations.RUNNING_MESSAGE, running.message());
        });
        if (lastWords().flatMap(TerminationMessage::preallocationApplied).orElse(false)) {
            changes.annotate(StateAnnotations.PREALLOCATION, "true");
        }
    }

    private static int knownRestarts(HasMetadata claim) {
        String known = Facts.annotation(claim, StateAnnotations.POD_RESTARTS);
        try {
            return known == null ? 0 : Integer.parseInt(known);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
