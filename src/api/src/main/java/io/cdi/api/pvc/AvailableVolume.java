// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.Objects;
import java.util.Optional;

/// Whether a volume that exists already can be a claim's.
public final class AvailableVolume {
    private AvailableVolume() {}

    /// An available volume, large enough, with the asked modes, and of the claim's class when it names one.
    public static boolean serves(PersistentVolume volume, PersistentVolumeClaimSpec claim) {
        var spec = volume.getSpec();
        return volume.getStatus() != null
                && "Available".equals(volume.getStatus().getPhase())
                && (claim.getStorageClassName() == null
                        || claim.getStorageClassName().equals(storageClass(volume)))
                && (claim.getVolumeMode() == null || claim.getVolumeMode().equals(mode(volume)))
                && spec.getAccessModes().containsAll(claim.getAccessModes())
                && capacity(volume) >= Sizes.requested(claim.getResources()).orElse(0L);
    }

    /// Of a volume without a class: empty, as claims ask for it.
    private static String storageClass(PersistentVolume volume) {
        return Objects.requireNonNullElse(volume.getSpec().getStorageClassName(), "");
    }

    static PersistentVolumeClaimSpec completed(PersistentVolumeClaimSpec claim, PersistentVolume volume) {
        return claim.edit()
                .withVolumeMode(mode(volume))
                .withAccessModes(
                        claim.getAccessModes().isEmpty() ? volume.getSpec().getAccessModes() : claim.getAccessModes())
                .build();
    }

    private static String mode(PersistentVolume volume) {
        return Objects.requireNonNullElse(volume.getSpec().getVolumeMode(), "Filesystem");
    }

    private static long capacity(PersistentVolume volume) {
        return Optional.ofNullable(volume.getSpec().getCapacity())
                .map(capacity -> capacity.get(Sizes.STORAGE))
                .map(Sizes::bytes)
                .orElse(0L);
    }
}
