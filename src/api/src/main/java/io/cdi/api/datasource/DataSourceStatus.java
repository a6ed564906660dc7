// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.Condition;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the name stands for after references are followed.
@ApiRecord
public record DataSourceStatus(
        @Field("What is cloned; absent while the source is not ready.") @Nullable
        DataSourceTarget source,

        @Field("Ready, with its reason.") @Nullable List<Condition> conditions) {}
