// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import java.util.Map;
import java.util.Optional;

/// What is to be written into a StorageProfile.
public sealed interface ProfileDecision {
    /// The status, and annotations; those of `defaults` only where the profile has none of that name.
    record Write(StorageProfileStatus status, Map<String, String> defaults, Optional<String> cronSnapshotClass)
            implements ProfileDecision {}

    /// The administrator's wish cannot be followed; the status stays.
    record Refuse(String message) implements ProfileDecision {}
}
