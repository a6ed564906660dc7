// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much larger than its disk image a Filesystem volume must be.
@ApiRecord
public record FilesystemOverhead(
        @Field(value = "The share for every class that is not listed; 0.06 by default.", pattern = PERCENT) @Nullable
        String global,

        @Field(value = "The share by storage class.", pattern = PERCENT) @Nullable
        Map<String, String> storageClass) {
    /// A share between 0 and 1 with at most three digits.
    public static final String PERCENT = "^(0(?:\\.\\d{1,3})?|1)$";
}
