// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.populator;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// Images of OpenStack into claims.
@Group(CdiApi.FORKLIFT_GROUP)
@Version(CdiApi.VERSION)
@ShortNames({"osvp", "osvps"})
@Crd("OpenstackVolumePopulator fills the claims that refer to it with an image of OpenStack.")
public class OpenstackVolumePopulator extends CustomResource<OpenstackVolumePopulatorSpec, ForkliftStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;
}
