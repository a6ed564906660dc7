// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.datavolume.Checkpoint;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is imported, and how.
@ApiRecord
public record VolumeImportSourceSpec(
        @Field("What is imported; exactly one member.") @Nullable
        ImportSource source,

        @Field("What the data is: kubevirt, a disk (the default), or archive, a tar archive to be unpacked.") @Nullable
        String contentType,

        @Field("Whether all space of the volume is allocated.") @Nullable
        Boolean preallocation,

        @Field("The one claim that may be filled; required for warm imports.") @Nullable
        String targetClaim,

        @Field("Stages of a warm import, oldest first.") @Nullable
        List<Checkpoint> checkpoints,

        @Field("Whether the last checkpoint is the final one.") @Nullable
        Boolean finalCheckpoint) {

    /// A warm import: checkpoints, from a source that has them.
    public boolean isMultiStage() {
        return source != null
                && (source.vddk() != null || source.imageio() != null)
                && checkpoints != null
                && !checkpoints.isEmpty();
    }
}
