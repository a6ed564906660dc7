// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import org.jspecify.annotations.Nullable;

/// What is cloned.
@ApiRecord
public record VolumeCloneSourceSpec(
        @Field("A PersistentVolumeClaim, or a VolumeSnapshot of snapshot.storage.k8s.io.")
        TypedLocalObjectReference source,

        @Field("Whether all space of the volume is allocated.") @Nullable
        Boolean preallocation,

        @Field("Priority class of the pods that copy.") @Nullable
        String priorityClassName) {}
