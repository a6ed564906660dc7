// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.CdiApi;
import io.cdi.api.NoStatus;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// Uploads into claims.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@Crd("VolumeUploadSource fills the claims that refer to it with what a client uploads.")
public class VolumeUploadSource extends CustomResource<VolumeUploadSourceSpec, NoStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
