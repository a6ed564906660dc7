// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A stable name for a disk that others clone.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@ShortNames("das")
@Crd(
        value = "DataSource is a stable name for a claim or snapshot that DataVolumes are cloned from.",
        categories = "all")
public class DataSource extends CustomResource<DataSourceSpec, DataSourceStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
