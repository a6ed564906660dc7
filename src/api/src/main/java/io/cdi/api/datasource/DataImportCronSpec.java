// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// What to import, when, and what to keep.
@ApiRecord
public record DataImportCronSpec(
        @Field("The DataVolume that each import creates.") DataVolumeTemplate template,

        @Field("When to look for a new version, as a cron expression; empty never looks.")
        String schedule,

        @Field("Name of the DataSource that points to the newest import.")
        String managedDataSource,

        @Field("Whether older imports are removed: Outdated (the default) or Never.") @Nullable
        String garbageCollect,

        @Field("How many imports are kept; 3 by default.") @Nullable
        Integer importsToKeep,

        @Field("What stays when the cron is deleted: All (the default) or None of its imports.") @Nullable
        String retentionPolicy,

        @Field(value = "Service account that must be allowed to clone the source claim.", minLength = 1) @Nullable
        String serviceAccountName) {}
