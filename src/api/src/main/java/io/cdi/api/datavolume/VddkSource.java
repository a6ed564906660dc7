// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.schema.ApiRecord;
import io.cdi.api.schema.Field;
import org.jspecify.annotations.Nullable;

/// A disk of VMware vSphere.
@ApiRecord
public record VddkSource(
        @Field("Address of the vCenter or ESXi host.") @Nullable
        String url,

        @Field("UUID of the virtual machine.") @Nullable String uuid,

        @Field("Path of the disk, as '[datastore] folder/disk.vmdk'.") @Nullable
        String backingFile,

        @Field("Fingerprint of the host's certificate.") @Nullable
        String thumbprint,

        @Field("Secret with accessKeyId (user) and secretKey (password).") @Nullable
        String secretRef,

        @Field("ConfigMap with the host's certificate authority.") @Nullable
        String certConfigMap,

        @Field("Image with the VDDK library; without it the ConfigMap v2v-vmware says.") @Nullable
        String initImageURL,

        @Field("ConfigMap with further arguments for the VDDK library.") @Nullable
        String extraArgs)
        implements Source {}
