// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an administrator knows better.
@ApiRecord
public record StorageProfileSpec(
        @Field("How volumes are cloned: copy, snapshot or csi-clone.") @Nullable
        String cloneStrategy,

        @Field(value = "Volume modes with their access modes, the preferred one first.", maxItems = 8) @Nullable
        List<ClaimPropertySet> claimPropertySets,

        @Field("How a DataImportCron keeps its imports: pvc or snapshot.") @Nullable
        String dataImportCronSourceFormat,

        @Field("VolumeSnapshotClass for clones by snapshot.") @Nullable
        String snapshotClass) {
    public static final StorageProfileSpec EMPTY = new StorageProfileSpec(null, null, null, null);

    /// A word that is empty says nothing.
    public StorageProfileSpec {
        cloneStrategy = said(cloneStrategy);
        dataImportCronSourceFormat = said(dataImportCronSourceFormat);
        snapshotClass = said(snapshotClass);
    }

    private static @Nullable String said(@Nullable String word) {
        return "".equals(word) ? null : word;
    }
}
