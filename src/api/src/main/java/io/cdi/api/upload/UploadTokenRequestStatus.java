// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.upload;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// The answer.
@ApiRecord
public record UploadTokenRequestStatus(
        @Field("What the upload proxy wants to see, for some minutes.") @Nullable
        String token) {

    @Override
    public String toString() {
        return "UploadTokenRequestStatus[token=***]";
    }
}
