// SPDX-License-Identifier: Apache-2.0
package io.cdi.api;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// An object of a known kind, by namespace and name.
@ApiRecord
public record ObjectReference(
        @Field("Namespace of the object.") String namespace,
        @Field("Name of the object.") String name) {}
