// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// The disk.
@ApiRecord
public record OvirtVolumePopulatorSpec(
        @Field("Address of the engine.") String engineUrl,
        @Field("Secret with the credentials.") String secretRef,
        @Field("Identifier of the disk.") String diskId,

        @Field("Network attachment that the transfer uses.") @Nullable
        String transferNetwork) {}
