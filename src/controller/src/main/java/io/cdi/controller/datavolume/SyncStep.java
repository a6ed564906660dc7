// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.controller.objects.Changes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;

/// One step of what is to be made or changed for a DataVolume, in this order.
sealed interface SyncStep {

    /// Write down on the DataVolume.
    record Note(Changes changes) implements SyncStep {}

    /// Write down on the claim.
    record NoteOnClaim(PersistentVolumeClaim claim, Changes changes) implements SyncStep {}

    /// The claim becomes the DataVolume's.
    record Adopt(PersistentVolumeClaim claim) implements SyncStep {}

    record CreateSource(HasMetadata source) implements SyncStep {}

    record DeleteSource(HasMetadata source) implements SyncStep {}

    record CreateClaim(PersistentVolumeClaim claim) implements SyncStep {}

    record DeleteClaim(PersistentVolumeClaim claim) implements SyncStep {}
}
