// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// TLS versions and ciphers by name.
@ApiRecord
public record TLSSecurityProfile(
        @Field(
                value = "Which profile; Custom is described by its member.",
                oneOf = {"Old", "Intermediate", "Modern", "Custom"})
        @Nullable
        String type,

        @Field(value = "TLS 1.0 and later, for old clients.", nullable = true) @Nullable
        Predefined old,

        @Field(value = "TLS 1.2 and later.", nullable = true) @Nullable
        Predefined intermediate,

        @Field(value = "TLS 1.3.", nullable = true) @Nullable
        Predefined modern,

        @Field(value = "Own choice; wins over the type.", nullable = true) @Nullable
        Custom custom) {

    /// A profile that is known by its name.
    @ApiRecord
    public record Predefined() {}

    /// A profile that is spelled out.
    @ApiRecord
    public record Custom(
            @Field("Allowed ciphers by their OpenSSL or IANA names.")
            List<String> ciphers,

            @Field(
                    value = "The lowest version.",
                    oneOf = {"VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13"})
            String minTLSVersion) {}
}
