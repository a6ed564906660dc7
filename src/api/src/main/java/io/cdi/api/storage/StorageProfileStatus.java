// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.api.Condition;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is used: the administrator's word, or else what is known of the provisioner.
@ApiRecord
public record StorageProfileStatus(
        @Field("Name of the storage class.") @Nullable String storageClass,

        @Field("Provisioner of the storage class.") @Nullable
        String provisioner,

        @Field("How volumes are cloned: copy, snapshot or csi-clone.") @Nullable
        String cloneStrategy,

        @Field(value = "Volume modes with their access modes, the preferred one first.", maxItems = 8) @Nullable
        List<ClaimPropertySet> claimPropertySets,

        @Field("How a DataImportCron keeps its imports: pvc or snapshot.") @Nullable
        String dataImportCronSourceFormat,

        @Field("VolumeSnapshotClass for clones by snapshot.") @Nullable
        String snapshotClass,

        @Field("Recognized, with its reason.") @Nullable List<Condition> conditions) {}
