// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.ObjectReference;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// A claim, a snapshot or another DataSource.
@ApiRecord
public record DataSourceTarget(
        @Field("A claim.") @Nullable ObjectReference pvc,
        @Field("A VolumeSnapshot.") @Nullable ObjectReference snapshot,

        @Field("Another DataSource of the same namespace, which names a claim or snapshot itself.") @Nullable
        ObjectReference dataSource) {}
