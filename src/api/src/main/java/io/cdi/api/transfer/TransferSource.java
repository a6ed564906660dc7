// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.transfer;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is moved.
@ApiRecord
public record TransferSource(
        @Field("API version of the object.") @Nullable String apiVersion,
        @Field("DataVolume or PersistentVolumeClaim.") String kind,
        @Field("Namespace of the object.") String namespace,
        @Field("Name of the object.") String name,

        @Field("Annotations that the object must have before it is moved.") @Nullable
        Map<String, String> requiredAnnotations) {}
