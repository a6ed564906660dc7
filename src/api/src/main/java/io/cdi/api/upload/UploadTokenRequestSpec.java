// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.upload;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;

/// What shall be written.
@ApiRecord
public record UploadTokenRequestSpec(
        @Field("Name of the claim.") String pvcName) {}
