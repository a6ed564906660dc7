// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// How far the transfer has come.
@ApiRecord
public record ForkliftStatus(
        @Field("How much has been transferred.") @Nullable String progress) {}
