// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.transfer;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// Where it is moved; one of the two is given.
@ApiRecord
public record TransferTarget(
        @Field("The new namespace.") @Nullable String namespace,
        @Field("The new name.") @Nullable String name) {}
