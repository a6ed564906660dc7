// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.Condition;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far the work has come.
@ApiRecord
public record DataVolumeStatus(
        @Field("Name of the claim.") @Nullable String claimName,

        @Field("Where the DataVolume is in its life.") @Nullable
        String phase,

        @Field("How much has been transferred, in percent, or N/A.") @Nullable
        String progress,

        @Field("How often the worker was restarted.") @Nullable
        Integer restartCount,

        @Field("Bound, Running and Ready, each with its reason.") @Nullable
        List<Condition> conditions) {}
