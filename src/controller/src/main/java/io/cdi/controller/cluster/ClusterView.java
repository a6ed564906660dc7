// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.install.CDI;
import io.cdi.api.pvc.ClusterStorage;
import io.cdi.api.pvc.Overhead;
import io.cdi.api.storage.StorageClasses;
import io.cdi.api.storage.StorageProfile;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The cluster at one moment.
///
/// @param drivers names of the CSI drivers
public record ClusterView(
        StorageClasses classes,
        List<StorageProfile> profiles,
        Set<String> drivers,
        Optional<CDIConfig> config,
        List<CDI> installations) {

    public static final String HONOR_WAIT_FOR_FIRST_CONSUMER = "HonorWaitForFirstConsumer";
    public static final String CLAIM_ADOPTION = "DataVolumeClaimAdoption";

    private static final String WAIT = "WaitForFirstConsumer";

    public ClusterView {
        profiles = List.copyOf(profiles);
        drivers = Set.copyOf(drivers);
        installations = List.copyOf(installations);
    }

    /// The class of this name, or without a name the cluster's default.
    public Optional<StorageClass> classOrDefault(@Nullable String name) {
        return name == null ? defaultClass() : namedClass(name);
    }

    public Optional<StorageClass> namedClass(String name) {
        return classes.named(name);
    }

    public Optional<StorageProfile> profile(String className) {
        return profiles.stream()
                .filter(profile -> Facts.name(profile).equals(className))
                .findFirst();
    }

    public Optional<StorageClass> defaultClass() {
        return classes.clusterDefault();
    }

    public boolean waitsForFirstConsumer(@Nullable String className) {
        return classOrDefault(className)
                .map(StorageClass::getVolumeBindingMode)
                .filter(WAIT::equals)
                .isPresent();
    }

    /// Whether a CSI driver makes the volumes of the class, or without a name of the cluster's default.
    public boolean hasDriver(@Nullable String className) {
        return classOrDefault(className)
                .map(StorageClass::getProvisioner)
                .filter(drivers::contains)
                .isPresent();
    }

    public boolean hasFeature(String gate) {
        return config.map(CDIConfig::getSpec).map(spec -> spec.hasFeature(gate)).orElse(false);
    }

    public Optional<CDIConfigStatus> settings() {
        return config.map(CDIConfig::getStatus);
    }

    public Optional<CDIConfigSpec> wishes() {
        return config.map(CDIConfig::getSpec);
    }

    /// What claims are rendered from.
    public ClusterStorage storage(List<PersistentVolume> volumes) {
        return new ClusterStorage(
                classes,
                profiles.stream().collect(Collectors.toUnmodifiableMap(Facts::name, Function.identity())),
                volumes,
                config.orElse(null));
    }

    /// The share that a file system takes of the claim's volume.
    public Overhead overhead(@Nullable String className, @Nullable String volumeMode) {
        return Overhead.of(volumeMode, className, classes, settings().orElse(null));
    }

    /// The class of scratch volumes: the configured one if it exists, else the cluster's default, else
    /// the target's.
    public Optional<String> scratchClass(@Nullable String target) {
        return settings()
                .map(CDIConfigStatus::scratchSpaceStorageClass)
                .flatMap(this::namedClass)
                .or(this::defaultClass)
                .map(Facts::name)
                .or(() -> Optional.ofNullable(target));
    }

    /// The installation whose wishes count: the only one, or the only one that is not in error.
    public Optional<CDI> activeInstallation() {
        if (installations.size() == 1) {
            return Optional.of(installations.getFirst());
        }
        List<CDI> sound = installations.stream()
                .filter(cdi -> cdi.getStatus() == null
                        || !"Error".equals(cdi.getStatus().phase()))
                .toList();
        return sound.size() == 1 ? Optional.of(sound.getFirst()) : Optional.empty();
    }
}
