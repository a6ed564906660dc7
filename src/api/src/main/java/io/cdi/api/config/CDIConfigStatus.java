// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.config;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is in force.
@ApiRecord
public record CDIConfigStatus(
        @Field("Host of the upload proxy.") @Nullable String uploadProxyURL,

        @Field("Certificate of the authority behind the upload proxy, as PEM.") @Nullable
        String uploadProxyCA,

        @Field("Proxy for imports.") @Nullable ImportProxy importProxy,

        @Field("Storage class of scratch volumes; empty for the target's.") @Nullable
        String scratchSpaceStorageClass,

        @Field("Processor and memory of worker pods.") @Nullable
        ResourceRequirements defaultPodResourceRequirements,

        @Field("Share that a file system takes of a volume, for every storage class.") @Nullable
        FilesystemOverhead filesystemOverhead,

        @Field("Whether all space of volumes is allocated.") @Nullable
        Boolean preallocation,

        @Field("Secrets for pulling the images of worker pods.") @Nullable
        List<LocalObjectReference> imagePullSecrets) {}
