// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// An object in a Google Cloud Storage bucket.
@ApiRecord
public record GcsSource(
        @Field("Where the object is; gs://bucket/object or a web address.")
        String url,

        @Field("Secret with the service account's credentials.json.") @Nullable
        String secretRef)
        implements Source {}
