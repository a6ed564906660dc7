// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.contract.Annotations;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Computes a StorageProfile's status: the administrator's wish, else what the storage class says, else
/// what is known about its provisioner, else what always works.
public final class ProfileRules {
    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";
    private static final Set<String> CLONE_STRATEGIES = Set.of("copy", "snapshot", "csi-clone");
    private static final Set<String> IMAGE_SNAPSHOTS =
            Set.of("pd.csi.storage.gke.io", "pd.csi.storage.gke.io/hyperdisk");
    private static final Comparator<ClaimPropertySet> SHARED_FIRST = Comparator.comparingInt((ClaimPropertySet set) ->
                    List.of("ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod", "ReadOnlyMany")
                            .indexOf(set.accessModes().getFirst()))
            .thenComparing(ClaimPropertySet::volumeMode);

    private final ProvisionerTable table;

    public ProfileRules(ProvisionerTable table) {
        this.table = table;
    }

    public ProfileDecision decide(ObservedStorageClass observed, Instant now) {
        var wish = observed.wish();
        if (wish.snapshotClass() != null
                && named(observed, wish.snapshotClass()).isEmpty()) {
            return new ProfileDecision.Refuse("VolumeSnapshotClass " + wish.snapshotClass() + " does not exist");
        }
        if (hasIncompleteSet(wish.claimPropertySets())) {
            return new ProfileDecision.Refuse("each ClaimPropertySet must provide both volume mode and access modes");
        }
        var key = ProvisionerKey.of(observed.storageClass());
        var advice = table.advice(key);
        return new ProfileDecision.Write(
                status(observed, key, advice, now), annotations(key, advice), cronSnapshotClass(observed, key));
    }

    private static boolean hasIncompleteSet(@Nullable List<ClaimPropertySet> sets) {
        return sets != null
                && sets.stream()
                        .anyMatch(set -> set.volumeMode() == null
                                || set.accessModes() == null
                                || set.accessModes().isEmpty());
    }

    private static StorageProfileStatus status(
            ObservedStorageClass observed, ProvisionerKey key, ProvisionerAdvice advice, Instant now) {
        var snapshotClass = snapshotClass(observed);
        var last = observed.lastStatus();
        return new StorageProfileStatus(
                observed.storageClass().getMetadata().getName(),
                observed.storageClass().getProvisioner(),
                cloneStrategy(observed, advice, snapshotClass.isPresent()),
                claimPropertySets(observed, advice),
                cronFormat(observed, advice, snapshotClass.isPresent()),
                snapshotClass.orElse(last == null ? null : last.snapshotClass()),
                List.of(Recognition.condition(key, advice, last, now)));
    }

    private static Optional<SnapshotClass> named(ObservedStorageClass observed, String name) {
        return observed.snapshotClasses().stream()
                .filter(snapshotClass -> snapshotClass.name().equals(name))
                .findFirst();
    }

    /// The wished class counts only with the driver of the storage class; there is no other choice then.
    private static Optional<String> snapshotClass(ObservedStorageClass observed) {
        var wished = observed.wish().snapshotClass();
        return observed.snapshotClasses().stream()
                .filter(candidate -> wished == null || candidate.name().equals(wished))
                .filter(candidate ->
                        candidate.driver().equals(observed.storageClass().getProvisioner()))
                .min(SnapshotClass.PREFERRED_FIRST)
                .map(SnapshotClass::name);
    }

    private static String cloneStrategy(ObservedStorageClass observed, ProvisionerAdvice advice, boolean canSnapshot) {
        var annotated = StorageClasses.annotations(observed.storageClass()).get(Annotations.CLONE_STRATEGY);
        var strategy = observed.wish().cloneStrategy();
        if (strategy == null && annotated != null) {
            strategy = CLONE_STRATEGIES.contains(annotated) ? annotated : "";
        }
        if (strategy == null) {
            strategy = advice.cloneStrategy() == null ? "snapshot" : advice.cloneStrategy();
        }
        return strategy.equals("snapshot") && !canSnapshot ? "copy" : strategy;
    }

    private static String cronFormat(ObservedStorageClass observed, ProvisionerAdvice advice, boolean canSnapshot) {
        var format = observed.wish().dataImportCronSourceFormat() == null
                ? advice.cronFormat()
                : observed.wish().dataImportCronSourceFormat();
        return format == null || (format.equals("snapshot") && !canSnapshot) ? "pvc" : format;
    }

    private static List<ClaimPropertySet> claimPropertySets(ObservedStorageClass observed, ProvisionerAdvice advice) {
        var wished = observed.wish().claimPropertySets();
        if (wished != null && !wished.isEmpty()) {
            return wished;
        }
        return observed.storageClass().getProvisioner().equals(NO_PROVISIONER)
                ? ofVolumes(observed)
                : advice.capabilities();
    }

    /// Volumes that were made by hand are what the class can do.
    private static List<ClaimPropertySet> ofVolumes(ObservedStorageClass observed) {
        var name = observed.storageClass().getMetadata().getName();
        return observed.volumes().stream()
                .map(PersistentVolume::getSpec)
                .filter(volume -> name.equals(volume.getStorageClassName()))
                .flatMap(volume -> volume.getAccessModes().stream()
                        .map(mode -> new ClaimPropertySet(
                                List.of(mode), Objects.requireNonNullElse(volume.getVolumeMode(), "Filesystem"))))
                .distinct()
                .sorted(SHARED_FIRST)
                .toList();
    }

    private static Map<String, String> annotations(ProvisionerKey key, ProvisionerAdvice advice) {
        var annotations = new TreeMap<String, String>();
        if (advice.minimumClaimSize() != null) {
            annotations.put(Annotations.MINIMUM_SUPPORTED_PVC_SIZE, advice.minimumClaimSize());
        }
        if (keepsSnapshotsAsImages(key)) {
            annotations.put(Annotations.USE_READ_WRITE_ONCE_FOR_CRON, "true");
        }
        return annotations;
    }

    /// Crons on these provisioners need snapshots of a kind that can be restored often.
    private static Optional<String> cronSnapshotClass(ObservedStorageClass observed, ProvisionerKey key) {
        return observed.snapshotClasses().stream()
                .filter(_ -> keepsSnapshotsAsImages(key))
                .filter(candidate ->
                        candidate.driver().equals(observed.storageClass().getProvisioner()))
                .filter(candidate -> "images".equals(candidate.parameters().get("snapshot-type")))
                .min(SnapshotClass.PREFERRED_FIRST)
                .map(SnapshotClass::name);
    }

    private static boolean keepsSnapshotsAsImages(ProvisionerKey key) {
        return key instanceof ProvisionerKey.Named(var name) && IMAGE_SNAPSHOTS.contains(name);
    }
}
