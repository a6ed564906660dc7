// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the user asks for.
@ApiRecord
public record DataVolumeSpec(
        @Field("What fills the volume; exactly one member. Excludes sourceRef.") @Nullable
        DataVolumeSource source,

        @Field("An object that names what fills the volume. Excludes source.") @Nullable
        SourceRef sourceRef,

        @Field("The claim, taken as it is. Exactly one of pvc and storage is given.") @Nullable
        PersistentVolumeClaimSpec pvc,

        @Field("The claim, completed from the storage class's StorageProfile, with room for the file system added.")
        @Nullable
        StorageSpec storage,

        @Field("Priority class of the worker pods.") @Nullable
        String priorityClassName,

        @Field("Service account of the import and upload pods.") @Nullable
        String serviceAccountName,

        @Field(
                value = "What the data is: kubevirt, a disk (the default), or archive, a tar archive to be unpacked.",
                oneOf = {"kubevirt", "archive"})
        @Nullable
        String contentType,

        @Field("Stages of a warm import, oldest first; for imageio and vddk.") @Nullable
        List<Checkpoint> checkpoints,

        @Field("Whether the last checkpoint is the final one.") @Nullable
        Boolean finalCheckpoint,

        @Field("Whether all space of the volume is allocated; without it the CDIConfig says.") @Nullable
        Boolean preallocation) {

    /// The claim's own population: a data source that another provisioner or populator understands.
    public boolean isExternallyPopulated() {
        return (pvc != null && (pvc.getDataSource() != null || pvc.getDataSourceRef() != null))
                || (storage != null && (storage.dataSource() != null || storage.dataSourceRef() != null));
    }

    /// A warm import: checkpoints, from a source that has them.
    public boolean isMultiStage() {
        return source != null
                && (source.vddk() != null || source.imageio() != null)
                && checkpoints != null
                && !checkpoints.isEmpty();
    }
}
