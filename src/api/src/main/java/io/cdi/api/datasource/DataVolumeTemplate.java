// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.DataVolumeStatus;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/// A DataVolume to be. Its metadata is dropped by the API server.
@ApiRecord
public record DataVolumeTemplate(
        @Field("API version of the object; ignored.") @Nullable
        String apiVersion,

        @Field("Kind of the object; ignored.") @Nullable String kind,

        @Field(value = "Metadata of the object; ignored.", opaque = true) @Nullable
        ObjectMeta metadata,

        @Field("The DataVolume's spec.") DataVolumeSpec spec,

        @Field("The DataVolume's status; ignored.") @Nullable
        DataVolumeStatus status) {}
