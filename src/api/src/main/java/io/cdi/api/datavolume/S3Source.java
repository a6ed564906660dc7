// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// An object in an S3 bucket.
@ApiRecord
public record S3Source(
        @Field("Where the object is: the endpoint, with bucket and key as its path.")
        String url,

        @Field("Secret with accessKeyId and secretKey.") @Nullable
        String secretRef,

        @Field("ConfigMap with certificates of further authorities to trust.") @Nullable
        String certConfigMap)
        implements Source {}
