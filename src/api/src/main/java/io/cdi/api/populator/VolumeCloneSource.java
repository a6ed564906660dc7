// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// Clones into claims.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@Crd("VolumeCloneSource fills the claims that refer to it with a clone of a claim or snapshot of its own namespace.")
public class VolumeCloneSource extends CustomResource<VolumeCloneSourceSpec, Void> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
