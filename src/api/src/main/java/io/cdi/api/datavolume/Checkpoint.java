// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// A stage of a warm import.
@ApiRecord
public record Checkpoint(
        @Field("The checkpoint before; empty for the first stage.")
        String previous,

        @Field("The checkpoint that this stage copies.") String current) {}
