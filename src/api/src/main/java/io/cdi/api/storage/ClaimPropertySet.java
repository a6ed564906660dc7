// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.storage;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;

/// A volume mode with the access modes that work with it.
@ApiRecord
public record ClaimPropertySet(
        @Field(
                value = "Access modes that a claim asks for together.",
                maxItems = 4,
                rule = "self.all(am, am in ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'])",
                ruleMessage = "Illegal AccessMode")
        List<String> accessModes,

        @Field(
                value = "Block or Filesystem.",
                oneOf = {"Block", "Filesystem"})
        String volumeMode) {}
