// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// How uploaded data is taken.
@ApiRecord
public record VolumeUploadSourceSpec(
        @Field("What the data is: kubevirt, a disk (the default), or archive, a tar archive to be unpacked.") @Nullable
        String contentType,

        @Field("Whether all space of the volume is allocated.") @Nullable
        Boolean preallocation) {}
