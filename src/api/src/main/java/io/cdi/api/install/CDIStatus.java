// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.Condition;
import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the installation is.
@ApiRecord
public record CDIStatus(
        @Field("Where the installation is in its life.") @Nullable
        String phase,

        @Field("Available, Progressing and Degraded, each with its reason.") @Nullable
        List<Condition> conditions,

        @Field("Version of the operator.") @Nullable String operatorVersion,
        @Field("Version that is being deployed.") @Nullable String targetVersion,
        @Field("Version that is deployed.") @Nullable String observedVersion) {}
