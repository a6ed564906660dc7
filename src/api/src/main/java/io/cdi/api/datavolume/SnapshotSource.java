// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// A VolumeSnapshot to be cloned.
@ApiRecord
public record SnapshotSource(
        @Field("Namespace of the snapshot.") String namespace,
        @Field("Name of the snapshot.") String name) implements Source {}
