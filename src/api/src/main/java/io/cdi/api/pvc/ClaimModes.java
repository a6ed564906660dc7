// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.cdi.api.storage.ClaimPropertySet;
import io.cdi.contract.ContentType;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// Chooses storage class, volume mode and access modes of a claim.
final class ClaimModes {
    private final ClusterStorage storage;

    ClaimModes(ClusterStorage storage) {
        this.storage = storage;
    }

    Rendering complete(PersistentVolumeClaimSpec claim, ContentType contentType) {
        if (contentType == ContentType.ARCHIVE && "Block".equals(claim.getVolumeMode())) {
            return new Rendering.Refused("ContentType Archive cannot have block volumeMode");
        }
        var mode = contentType == ContentType.ARCHIVE ? "Filesystem" : claim.getVolumeMode();
        var asked = claim.edit()
                .withVolumeMode(mode)
                .withAccessModes(Objects.requireNonNullElse(claim.getAccessModes(), List.of()))
                .build();
        return storage.classes()
                .resolve(claim.getStorageClassName(), contentType)
                .map(found -> fromProfile(asked, found.getMetadata().getName()))
                .orElseGet(() -> fromVolumes(asked));
    }

    private Rendering fromProfile(PersistentVolumeClaimSpec asked, String storageClass) {
        var sets = storage.claimPropertySets(storageClass);
        var claim = asked.edit().withStorageClassName(storageClass).build();
        if (!claim.getAccessModes().isEmpty()) {
            return claim.getVolumeMode() == null ? withModeFor(claim, sets) : new Rendering.Rendered(claim);
        }
        if (claim.getVolumeMode() == null) {
            return sets.stream()
                    .findFirst()
                    .map(set -> with(claim, set))
                    .orElseGet(() -> new Rendering.Refused("Spec is missing accessMode and volumeMode, cannot get "
                            + "access mode from StorageProfile " + storageClass));
        }
        return sets.stream()
                .filter(set -> set.volumeMode().equals(claim.getVolumeMode()))
                .filter(set -> !set.accessModes().isEmpty())
                .findFirst()
                .map(set -> with(claim, set))
                .orElseGet(() -> new Rendering.Refused(
                        "Spec is missing accessMode and cannot get access mode from StorageProfile " + storageClass));
    }

    /// The mode of the first set that shares an access mode with the claim; without one the API server's
    /// default holds.
    private static Rendering withModeFor(PersistentVolumeClaimSpec claim, List<ClaimPropertySet> sets) {
        return new Rendering.Rendered(sets.stream()
                .filter(set -> !Collections.disjoint(set.accessModes(), claim.getAccessModes()))
                .findFirst()
                .map(set -> claim.edit().withVolumeMode(set.volumeMode()).build())
                .orElse(claim));
    }

    private static Rendering with(PersistentVolumeClaimSpec claim, ClaimPropertySet set) {
        return new Rendering.Rendered(claim.edit()
                .withVolumeMode(set.volumeMode())
                .withAccessModes(set.accessModes())
                .build());
    }

    /// Without a storage class object, volumes made by hand under its name may still serve the claim.
    private Rendering fromVolumes(PersistentVolumeClaimSpec claim) {
        var completed = storage.volumes().stream()
                .filter(volume -> claim.getStorageClassName() != null && AvailableVolume.serves(volume, claim))
                .findFirst()
                .map(volume -> AvailableVolume.completed(claim, volume))
                .orElse(claim);
        return completed.getAccessModes().isEmpty()
                ? new Rendering.Refused("PVC spec is missing accessMode and no storageClass to choose profile")
                : new Rendering.Rendered(completed);
    }
}
