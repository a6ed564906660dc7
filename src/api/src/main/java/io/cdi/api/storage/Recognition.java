// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.api.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The condition that says whether a storage class is known.
final class Recognition {
    private static final String TYPE = "Recognized";

    private Recognition() {}

    /// The times of the last condition stay while nothing changes.
    static Condition condition(
            ProvisionerKey key, ProvisionerAdvice advice, @Nullable StorageProfileStatus last, Instant now) {
        var found = found(key, advice);
        var same = Optional.ofNullable(last).map(StorageProfileStatus::conditions).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.type().equals(TYPE))
                .findFirst();
        var time = now.toString();
        var sameStatus = same.filter(condition -> condition.status().equals(found.status()));
        return new Condition(
                TYPE,
                found.status(),
                found.reason(),
                found.message(),
                sameStatus.map(Condition::lastTransitionTime).orElse(time),
                sameStatus
                        .filter(condition -> Objects.equals(condition.reason(), found.reason()))
                        .map(Condition::lastHeartbeatTime)
                        .orElse(time));
    }

    private record Found(String status, String reason, String message) {}

    private static Found found(ProvisionerKey key, ProvisionerAdvice advice) {
        return switch (key) {
            case ProvisionerKey.UnknownParameters _ ->
                new Found("False", "UnrecognizedStorageClassParameters", "Storage class parameters are not recognized");
            case ProvisionerKey.Named _
            when advice.capabilities().isEmpty() ->
                new Found("False", "UnrecognizedProvisioner", "Provisioner is not recognized");
            case ProvisionerKey.Named _ -> new Found("True", "RecognizedProvisioner", "Provisioner is recognized");
        };
    }
}
