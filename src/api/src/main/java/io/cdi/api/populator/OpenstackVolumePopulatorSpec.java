// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// The image.
@ApiRecord
public record OpenstackVolumePopulatorSpec(
        @Field("Address of the identity service.") String identityUrl,
        @Field("Secret with the credentials.") String secretRef,
        @Field("Identifier of the image.") String imageId,

        @Field("Network attachment that the transfer uses.") @Nullable
        String transferNetwork) {}
