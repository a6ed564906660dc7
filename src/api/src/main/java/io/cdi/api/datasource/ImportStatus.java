// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// An import under way.
@ApiRecord
public record ImportStatus(
        @JsonProperty("DataVolumeName") @Field("Name of the importing DataVolume.")
        String dataVolumeName,

        @JsonProperty("Digest") @Field("What is being imported.")
        String digest) {}
