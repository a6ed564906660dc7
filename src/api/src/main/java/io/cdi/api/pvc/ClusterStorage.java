// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.storage.ClaimPropertySet;
import io.cdi.api.storage.StorageClasses;
import io.cdi.api.storage.StorageProfile;
import io.cdi.api.storage.StorageProfileStatus;
import io.cdi.contract.Annotations;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the cluster knows about storage when a claim is made. Profiles are by storage class.
public record ClusterStorage(
        StorageClasses classes,
        Map<String, StorageProfile> profiles,
        List<PersistentVolume> volumes,
        @Nullable CDIConfig config) {

    public ClusterStorage {
        profiles = Map.copyOf(profiles);
        volumes = List.copyOf(volumes);
    }

    @Nullable
    CDIConfigStatus settings() {
        return config == null ? null : config.getStatus();
    }

    boolean rendersClaimsAtAdmission() {
        return config == null || config.getSpec() == null || config.getSpec().rendersClaimsAtAdmission();
    }

    List<ClaimPropertySet> claimPropertySets(String storageClass) {
        return Optional.ofNullable(profiles.get(storageClass))
                .map(StorageProfile::getStatus)
                .map(StorageProfileStatus::claimPropertySets)
                .orElse(List.of());
    }

    /// The smallest claim of the class; 0 where nothing is said, or nothing that can be read.
    long minimumClaimBytes(@Nullable String storageClass) {
        return Optional.ofNullable(storageClass)
                .map(profiles::get)
                .map(profile -> profile.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.MINIMUM_SUPPORTED_PVC_SIZE))
                .flatMap(Sizes::parsed)
                .orElse(0L);
    }
}
