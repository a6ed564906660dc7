// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.transfer;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Column;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A move of a DataVolume or claim.
@Group(CdiApi.GROUP)
@Version(
        value = CdiApi.VERSION,
        deprecated = true,
        deprecationWarning = "cdi.kubevirt.io/v1beta1 ObjectTransfers is now deprecated and will be removed in v1.")
@ShortNames({"ot", "ots"})
@Crd(
        value = "ObjectTransfer moves a DataVolume or a PersistentVolumeClaim to another name or namespace.",
        subresources = Crd.Subresources.STATUS,
        columns = {
            @Column(name = "Age", type = "date", path = ".metadata.creationTimestamp"),
            @Column(name = "Phase", path = ".status.phase")
        })
public class ObjectTransfer extends CustomResource<ObjectTransferSpec, ObjectTransferStatus> {
    private static final long serialVersionUID = 1L;
}
