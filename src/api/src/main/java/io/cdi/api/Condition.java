// SPDX-License-Identifier: Apache-2.0
package io.cdi.api;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// One observed fact about an object, as every status of this API lists them.
@ApiRecord
public record Condition(
        @Field("Name of the condition.") String type,
        @Field("True, False or Unknown.") String status,
        @Field("One word that says why.") @Nullable String reason,

        @Field("A sentence for people that says why.") @Nullable
        String message,

        @Field(value = "When the status last changed.", format = "date-time") @Nullable
        String lastTransitionTime,

        @Field(value = "When the condition was last written.", format = "date-time") @Nullable
        String lastHeartbeatTime) {}
