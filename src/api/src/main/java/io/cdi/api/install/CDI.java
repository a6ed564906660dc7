// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.install;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Column;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// One installation.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@ShortNames({"cdi", "cdis"})
@Crd(
        value = "CDI is the installation: the operator deploys and heals everything from it.",
        subresources = Crd.Subresources.EMPTY,
        columns = {
            @Column(name = "Age", type = "date", path = ".metadata.creationTimestamp"),
            @Column(name = "Phase", path = ".status.phase")
        },
        alsoServed = CdiApi.OLD_VERSION)
public class CDI extends CustomResource<CDISpec, CDIStatus> {
    private static final long serialVersionUID = 1L;
}
