// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// An object that names a source.
@ApiRecord
public record SourceRef(
        @Field("Kind of the object; DataSource is the only one.")
        String kind,

        @Field("Namespace of the object; without it the DataVolume's.") @Nullable
        String namespace,

        @Field("Name of the object.") String name) {}
