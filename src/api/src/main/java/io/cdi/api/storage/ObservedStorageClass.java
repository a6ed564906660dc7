// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a StorageProfile's status is computed from. Snapshot classes are empty where the cluster has no
/// snapshots.
public record ObservedStorageClass(
        StorageClass storageClass,
        StorageProfileSpec wish,
        @Nullable StorageProfileStatus lastStatus,
        List<SnapshotClass> snapshotClasses,
        List<PersistentVolume> volumes) {

    public ObservedStorageClass {
        snapshotClasses = List.copyOf(snapshotClasses);
        volumes = List.copyOf(volumes);
    }
}
