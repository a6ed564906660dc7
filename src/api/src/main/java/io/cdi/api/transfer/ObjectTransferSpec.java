// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.transfer;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// From where to where.
@ApiRecord
public record ObjectTransferSpec(
        @Field("What is moved.") TransferSource source,

        @Field("Where it is moved; what is left out stays as in the source.")
        TransferTarget target,

        @Field("The transfer that this one is a part of.") @Nullable
        String parentName) {}
