// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Changes to what the operator deploys.
@ApiRecord
public record CustomizeComponents(
        @Field("Patches of deployed objects.") @Nullable List<Patch> patches,

        @Field("Command line flags of deployed programs.") @Nullable
        Flags flags) {

    /// A patch of the objects that its name and type match.
    @ApiRecord
    public record Patch(
            @Field(value = "Name of the object; * for every name.", minLength = 1)
            String resourceName,

            @Field(value = "Kind of the object; * for every kind.", minLength = 1)
            String resourceType,

            @Field("The patch.") String patch,

            @Field("Form of the patch: json, merge or strategic.")
            String type) {}

    /// Flags by program; a value may be empty.
    @ApiRecord
    public record Flags(
            @Field("Flags of the API server.") @Nullable Map<String, String> api,
            @Field("Flags of the controller.") @Nullable Map<String, String> controller,
            @Field("Flags of the upload proxy.") @Nullable Map<String, String> uploadProxy) {}
}
