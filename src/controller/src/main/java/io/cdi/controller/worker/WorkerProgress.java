// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.contract.ImporterEnvironment;
import io.cdi.contract.Metrics;
import io.cdi.contract.Ports;
import io.cdi.contract.ProgressSample;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.UploadAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/// Asks running workers how far they are. A worker that cannot be reached has nothing to say.
public final class WorkerProgress {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final int LOOKS_PER_AGE = 5;

    private final HttpClient client;
    private final Clock clock;
    private final Function<ResourceID, Optional<Pod>> pods;

    /// @param client takes the certificates that workers sign for themselves
    /// @param pods the known pods by name
    public WorkerProgress(HttpClient client, Clock clock, Function<ResourceID, Optional<Pod>> pods) {
        this.client = client;
        this.clock = clock;
        this.pods = pods;
    }

    /// Percent of the worker of a claim, as `12.34%`.
    public Optional<String> progress(HasMetadata claim) {
        return worker(claim).flatMap(this::progress);
    }

    /// When to ask again: the longer a worker has run, the longer it may take until something new is to
    /// be said.
    public Duration pause(HasMetadata claim) {
        Duration age = worker(claim)
                .map(pod -> pod.getStatus().getStartTime())
                .map(start -> Duration.between(Instant.parse(start), clock.instant()))
                .orElse(Duration.ZERO);
        Duration pause = age.dividedBy(LOOKS_PER_AGE);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private Optional<Pod> worker(HasMetadata claim) {
        return Optional.ofNullable(Facts.annotation(claim, StateAnnotations.IMPORT_POD_NAME))
                .or(() -> Optional.ofNullable(Facts.annotation(claim, UploadAnnotations.UPLOAD_POD_NAME)))
                .flatMap(pod -> pods.apply(new ResourceID(pod, Facts.namespace(claim))))
                .filter(pod -> Facts.isControlledBy(pod, claim));
    }

    private Optional<String> progress(Pod pod) {
        return hasBegun(pod)
                ? WorkerClient.ask(client, pod, Ports.METRICS, Metrics.PATH, PATIENCE)
                        .flatMap(text -> percent(text, owner(pod)))
                : Optional.empty();
    }

    /// A worker that has started just now cannot answer yet, and waiting for it would hold up its claim.
    private boolean hasBegun(Pod pod) {
        return new PodReport(pod)
                .runningSince()
                .filter(start -> start.plus(SHORTEST_PAUSE).isBefore(clock.instant()))
                .isPresent();
    }

    private static String owner(Pod pod) {
        return pod.getSpec().getContainers().getFirst().getEnv().stream()
                .filter(variable -> ImporterEnvironment.OWNER_UID.equals(variable.getName()))
                .map(variable -> String.valueOf(variable.getValue()))
                .findFirst()
                .orElse("");
    }

    /// 100 is said only after the worker has succeeded.
    static Optional<String> percent(String metrics, String ownerUid) {
        OptionalDouble percent = ProgressSample.percent(metrics, ownerUid);
        return percent.isPresent() && percent.getAsDouble() < 100
                ? Optional.of(String.format(Locale.ROOT, "%.2f%%", percent.getAsDouble()))
                : Optional.empty();
    }
}
