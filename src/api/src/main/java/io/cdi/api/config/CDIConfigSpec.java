// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an administrator has set.
@ApiRecord
public record CDIConfigSpec(
        @Field("Host of the upload proxy; wins over the Ingress and Route that are found.") @Nullable
        String uploadProxyURLOverride,

        @Field("Proxy for imports.") @Nullable ImportProxy importProxy,

        @Field("Storage class of scratch volumes; without it the cluster's default class, or the target's.") @Nullable
        String scratchSpaceStorageClass,

        @Field("Processor and memory of worker pods.") @Nullable
        ResourceRequirements podResourceRequirements,

        @Field("Features that are on.") @Nullable List<String> featureGates,

        @Field("Whether claims with the label cdi.kubevirt.io/applyStorageProfile are completed at admission: Enabled "
                + "(the default) or Disabled.")
        @Nullable
        String webhookPvcRendering,

        @Field("Share that a file system takes of a volume.") @Nullable
        FilesystemOverhead filesystemOverhead,

        @Field("Whether all space of volumes is allocated; false by default.") @Nullable
        Boolean preallocation,

        @Field("Registries, as host or host:port, whose certificates are not checked.") @Nullable
        List<String> insecureRegistries,

        @Field("Without effect; of former versions.") @Nullable
        Integer dataVolumeTTLSeconds,

        @Field("What the servers of the installation accept; Intermediate by default.") @Nullable
        TLSSecurityProfile tlsSecurityProfile,

        @Field("Secrets for pulling the images of worker pods.") @Nullable
        List<LocalObjectReference> imagePullSecrets,

        @Field("How much is logged; higher is more.") @Nullable
        Integer logVerbosity) {

    /// Wishes nothing.
    public static final CDIConfigSpec EMPTY =
            new CDIConfigSpec(null, null, null, null, null, null, null, null, null, null, null, null, null);

    public boolean hasFeature(String gate) {
        return featureGates != null && featureGates.contains(gate);
    }

    /// Completion of labelled claims at admission is on unless it is switched off by its exact word.
    public boolean rendersClaimsAtAdmission() {
        return !"Disabled".equals(webhookPvcRendering);
    }
}
