// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// On which nodes the installation's own pods run, and how many of each.
@ApiRecord
public record InfraPlacement(
        @Field("Labels that a node must have.") @Nullable Map<String, String> nodeSelector,

        @Field("Rules of attraction between pods and nodes.") @Nullable
        Affinity affinity,

        @Field("Taints of nodes that do not matter.") @Nullable
        List<Toleration> tolerations,

        @Field("Number of controller pods.") @Nullable Integer deploymentReplicas,
        @Field("Number of API server pods.") @Nullable Integer apiServerReplicas,
        @Field("Number of upload proxy pods.") @Nullable Integer uploadProxyReplicas) {

    public NodePlacement placement() {
        return new NodePlacement(nodeSelector, affinity, tolerations);
    }
}
