// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datavolume;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Column;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A claim and what fills it.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@ShortNames({"dv", "dvs"})
@Crd(
        value =
                "DataVolume is a volume together with what fills it: a PersistentVolumeClaim of the same name is created "
                        + "and populated from the source.",
        categories = "all",
        subresources = Crd.Subresources.STATUS,
        columns = {
            @Column(name = "Phase", path = ".status.phase"),
            @Column(name = "Progress", path = ".status.progress"),
            @Column(name = "Restarts", type = "integer", path = ".status.restartCount"),
            @Column(name = "Age", type = "date", path = ".metadata.creationTimestamp")
        },
        alsoServed = CdiApi.OLD_VERSION,
        alsoServedWarning = "cdi.kubevirt.io/v1alpha1 DataVolume is deprecated; use cdi.kubevirt.io/v1beta1")
public class DataVolume extends CustomResource<DataVolumeSpec, DataVolumeStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
