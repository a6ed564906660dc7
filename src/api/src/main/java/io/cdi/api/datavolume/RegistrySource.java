// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// A disk in a container image.
@ApiRecord
public record RegistrySource(
        @Field("The image: docker://host/name:tag or oci-archive://path.") @Nullable
        String url,

        @Field("An OpenShift ImageStream; with pull method node only.") @Nullable
        String imageStream,

        @Field("Who pulls the image: pod (the default), the worker itself, or node, the container runtime.") @Nullable
        String pullMethod,

        @Field("Secret with accessKeyId (user) and secretKey (password).") @Nullable
        String secretRef,

        @Field("ConfigMap with certificates of further authorities to trust.") @Nullable
        String certConfigMap,

        @Field("Which image of a multi-platform index is meant.") @Nullable
        Platform platform)
        implements Source {

    /// What tells the images of an index apart.
    @ApiRecord
    public record Platform(
            @Field("Processor architecture, as amd64 or arm64.") @Nullable
            String architecture) {}
}
