// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.datavolume.DataVolumePhase;
import java.util.Optional;

/// Why a DataVolume cannot go on, in the words of its conditions and of a warning.
///
/// @param phase that it falls back to; empty when it stays where it is
/// @param retry whether waiting may help by itself; otherwise an event of another object wakes it
public record Trouble(String reason, String message, Optional<DataVolumePhase> phase, boolean retry) {

    /// A class, a profile or a volume may come that helps; their events wake the DataVolume.
    static Trouble claimNotValid(String message) {
        return new Trouble("ErrClaimNotValid", message, Optional.of(DataVolumePhase.UNSET), false);
    }

    /// The API server or a webhook does not take what is to be made.
    static Trouble refused(String message) {
        return new Trouble("ErrClaimNotValid", message, Optional.empty(), true);
    }

    static Trouble claimExists(String claim) {
        return new Trouble(
                "ErrResourceExists",
                "Resource \"" + claim + "\" already exists and is not managed by DataVolume",
                Optional.empty(),
                true);
    }

    static Trouble claimGoes(String claim) {
        return new Trouble(
                "ErrResourceMarkedForDeletion",
                "Resource \"" + claim + "\" marked for deletion",
                Optional.empty(),
                false);
    }

    static Trouble notYet(String source) {
        return new Trouble(
                "SourceNotSupported",
                "this version does not fill DataVolumes from the source " + source,
                Optional.empty(),
                false);
    }

    /// A claim without a driver refers to something that only drivers and populators know.
    static Trouble noDriver() {
        return new Trouble(
                "NoCSIDriverForExternalPopulation",
                "No CSI drivers were found: External population not supported",
                Optional.empty(),
                true);
    }

    /// The cluster has dropped what the claim referred to.
    static Trouble noAnyVolumeDataSource() {
        return new Trouble(
                "NoAnyVolumeDataSource",
                "AnyVolumeDataSource feature gate is not enabled: External population not supported",
                Optional.empty(),
                false);
    }

    static Trouble quota(String message) {
        return new Trouble("ErrExceededQuota", message, Optional.of(DataVolumePhase.PENDING), true);
    }
}
