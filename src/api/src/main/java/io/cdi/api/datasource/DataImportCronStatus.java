// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.Condition;
import io.cdi.api.ObjectReference;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was imported last and what is being imported.
@ApiRecord
public record DataImportCronStatus(
        @Field("Imports under way; at most one.") @Nullable List<ImportStatus> currentImports,

        @Field("The newest finished import: a claim, or a snapshot of that name.") @Nullable
        ObjectReference lastImportedPVC,

        @Field(value = "When the source was last looked at.", format = "date-time") @Nullable
        String lastExecutionTimestamp,

        @Field(value = "When an import last finished.", format = "date-time") @Nullable
        String lastImportTimestamp,

        @Field("How imports are kept: pvc or snapshot.") @Nullable
        String sourceFormat,

        @Field("Progressing and UpToDate, each with its reason.") @Nullable
        List<Condition> conditions) {}
