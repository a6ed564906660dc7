// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// The proxy through which sources are reached.
@ApiRecord
public record ImportProxy(
        @JsonProperty("HTTPProxy") @Field("Proxy for http addresses.") @Nullable
        String httpProxy,

        @JsonProperty("HTTPSProxy") @Field("Proxy for https addresses.") @Nullable
        String httpsProxy,

        @Field("Hosts and networks that are reached directly, separated by commas.") @Nullable
        String noProxy,

        @Field("ConfigMap of the installation's namespace with the proxy's certificate authority.") @Nullable
        String trustedCAProxy) {}
