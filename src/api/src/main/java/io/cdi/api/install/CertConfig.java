// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// How long certificates last.
@ApiRecord
public record CertConfig(
        @Field("Certificate authorities.") @Nullable Rotation ca,
        @Field("Certificates of servers.") @Nullable Rotation server,
        @Field("Certificates of clients.") @Nullable Rotation client) {

    /// Both values count together; with one missing, both are the defaults.
    @ApiRecord
    public record Rotation(
            @Field("How long a certificate is valid, as 48h0m0s.") @Nullable
            String duration,

            @Field("How long before its end it is replaced, as 24h0m0s.") @Nullable
            String renewBefore) {}
}
