// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// On which nodes pods run.
@ApiRecord
public record NodePlacement(
        @Field("Labels that a node must have.") @Nullable Map<String, String> nodeSelector,

        @Field("Rules of attraction between pods and nodes.") @Nullable
        Affinity affinity,

        @Field("Taints of nodes that do not matter.") @Nullable
        List<Toleration> tolerations) {}
