// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.transfer;

import io.cdi.api.Condition;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far the move has come.
@ApiRecord
public record ObjectTransferStatus(
        @Field("Where the transfer is in its life.") @Nullable
        String phase,

        @Field("What the transfer must remember while it runs.") @Nullable
        Map<String, String> data,

        @Field("Complete, with its reason.") @Nullable List<Condition> conditions) {}
