// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// A claim to be cloned.
@ApiRecord
public record PvcSource(
        @Field("Namespace of the source claim.") String namespace,
        @Field("Name of the source claim.") String name) implements Source {}
