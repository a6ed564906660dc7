// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// What the name stands for.
@ApiRecord
public record DataSourceSpec(
        @Field("What the name stands for; exactly one member.")
        DataSourceTarget source) {}
