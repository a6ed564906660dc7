// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.api.Condition;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeStatus;
import io.cdi.contract.Annotations;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides what the state of a DataVolume means for the one who waits to upload into it, or has.
final class ReadinessRule {

    /// The reason of a condition when the claim cannot be made as it is asked for.
    private static final String INVALID = "ErrClaimNotValid";

    private static final List<String> TELLING = List.of("Running", "Bound", "Ready");

    /// What it means.
    sealed interface Readiness {
        /// A server waits for the upload.
        record Open() implements Readiness {}

        /// The content is complete.
        record Filled() implements Readiness {}

        /// Something else is to happen first.
        ///
        /// @param words the phase, and what the cluster says to it
        record Waiting(String words) implements Readiness {}

        /// Waiting does not help.
        record Hopeless(String why) implements Readiness {}
    }

    private ReadinessRule() {}

    /// @param dataVolume null when there is none any more
    static Readiness of(@Nullable DataVolume dataVolume) {
        if (dataVolume == null) {
            return new Readiness.Hopeless("it was deleted meanwhile");
        }
        DataVolumePhase phase = DataVolumePhase.of(dataVolume.getStatus());
        return switch (phase) {
            case UPLOAD_READY -> new Readiness.Open();
            case SUCCEEDED -> new Readiness.Filled();
            case FAILED -> new Readiness.Hopeless("it has failed: " + words(dataVolume.getStatus()));
            case WAIT_FOR_FIRST_CONSUMER, PENDING_POPULATION -> withoutConsumer(dataVolume, phase);
            default ->
                isInvalid(dataVolume.getStatus())
                        ? new Readiness.Hopeless(
                                words(dataVolume.getStatus()) + "; delete it and upload again with other"
                                        + " options (--access-mode and --volume-mode, --storage-class, --size)")
                        : new Readiness.Waiting(waiting(dataVolume.getStatus(), phase));
        };
    }

    private static Readiness withoutConsumer(DataVolume dataVolume, DataVolumePhase phase) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(dataVolume.getMetadata().getAnnotations(), Map.of());
        return annotations.containsKey(Annotations.BIND_IMMEDIATE_REQUESTED)
                ? new Readiness.Waiting(waiting(dataVolume.getStatus(), phase))
                : new Readiness.Hopeless("its storage class makes the volume when a pod uses it (" + phase.text()
                        + "); delete it and give --force-bind, or start a pod that mounts the claim "
                        + dataVolume.getMetadata().getName() + " and upload again");
    }

    private static boolean isInvalid(@Nullable DataVolumeStatus status) {
        return conditions(status).anyMatch(condition -> INVALID.equals(condition.reason()));
    }

    private static String waiting(@Nullable DataVolumeStatus status, DataVolumePhase phase) {
        String words = words(status);
        String name = phase == DataVolumePhase.UNSET ? "Pending" : phase.text();
        return words.isEmpty() ? name : name + ", " + words;
    }

    /// The message of the first condition that is not met and says why.
    private static String words(@Nullable DataVolumeStatus status) {
        return TELLING.stream()
                .flatMap(type ->
                        conditions(status).filter(condition -> condition.type().equals(type)))
                .filter(condition -> !condition.status().equals("True"))
                .map(condition -> Optional.ofNullable(condition.message()).orElse(""))
                .filter(message -> !message.isBlank())
                .findFirst()
                .orElse("");
    }

    private static Stream<Condition> conditions(@Nullable DataVolumeStatus status) {
        List<Condition> conditions = status == null ? null : status.conditions();
        return conditions == null ? Stream.empty() : conditions.stream();
    }
}
