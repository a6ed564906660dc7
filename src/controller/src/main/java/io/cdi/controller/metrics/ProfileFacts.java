// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.metrics;

import io.cdi.api.storage.ClaimPropertySet;
import io.cdi.api.storage.SnapshotClass;
import io.cdi.api.storage.StorageProfile;
import io.cdi.api.storage.StorageProfileStatus;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a storage class is good for, as alerts ask for it.
///
/// @param complete whether its modes are known, or it is known to be of no use for disks
/// @param isDefault of the cluster
/// @param isVirtDefault of virtual machines
/// @param shares whether a volume can be written by several nodes, as live migration needs it
/// @param clones whether a volume can be cloned by the storage itself
public record ProfileFacts(
        String storageClass,
        String provisioner,
        boolean complete,
        boolean isDefault,
        boolean isVirtDefault,
        boolean shares,
        boolean clones) {

    /// Provisioners of which no disk is expected.
    private static final Set<String> NO_DISKS = Set.of(
            "openshift-storage.ceph.rook.io/bucket",
            "rook-ceph.ceph.rook.io/bucket",
            "openshift-storage.noobaa.io/obc",
            "stork-snapshot",
            "kubernetes.io/no-provisioner");

    static ProfileFacts of(
            StorageClass storageClass,
            Optional<StorageProfile> profile,
            Set<String> drivers,
            List<SnapshotClass> snapshots) {
        String provisioner = storageClass.getProvisioner();
        Optional<StorageProfileStatus> status = profile.map(StorageProfile::getStatus);
        List<ClaimPropertySet> sets =
                status.map(StorageProfileStatus::claimPropertySets).orElse(List.of());
        return new ProfileFacts(
                Facts.name(storageClass),
                provisioner,
                NO_DISKS.contains(provisioner) || isComplete(sets),
                Facts.says(storageClass, ForeignAnnotations.DEFAULT_STORAGE_CLASS),
                Facts.says(storageClass, ForeignAnnotations.DEFAULT_VIRT_STORAGE_CLASS),
                sets.stream().anyMatch(set -> set.accessModes().contains("ReadWriteMany")),
                switch (status.map(StorageProfileStatus::cloneStrategy).orElse("snapshot")) {
                    case "csi-clone" -> drivers.contains(provisioner);
                    case "snapshot" ->
                        snapshots.stream().anyMatch(found -> found.driver().equals(provisioner));
                    default -> false;
                });
    }

    private static boolean isComplete(List<ClaimPropertySet> sets) {
        return !sets.isEmpty()
                && sets.stream().noneMatch(set -> set.accessModes().isEmpty());
    }

    String labels() {
        return "{complete=\"%s\",default=\"%s\",degraded=\"%s\",provisioner=\"%s\",rwx=\"%s\",smartclone=\"%s\",storageclass=\"%s\",virtdefault=\"%s\"}"
                .formatted(
                        complete,
                        isDefault,
                        !clones || !shares,
                        provisioner,
                        shares,
                        clones,
                        storageClass,
                        isVirtDefault);
    }
}
