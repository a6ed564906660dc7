// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// A disk of oVirt.
@ApiRecord
public record ImageioSource(
        @Field("The engine's address.") String url,
        @Field("Identifier of the disk.") String diskId,

        @Field("Secret with accessKeyId (user) and secretKey (password).") @Nullable
        String secretRef,

        @Field("ConfigMap with the engine's certificate authority.") @Nullable
        String certConfigMap,

        @Field("Whether the engine's certificate is taken without checking it.") @Nullable
        Boolean insecureSkipVerify)
        implements Source {}
