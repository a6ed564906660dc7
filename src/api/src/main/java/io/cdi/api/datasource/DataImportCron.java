// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.datasource;

import io.cdi.api.CdiApi;
import io.cdi.api.schema.Column;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A golden image that is imported again when its source changes.
@Group(CdiApi.GROUP)
@Version(CdiApi.VERSION)
@ShortNames({"dic", "dics"})
@Crd(
        value =
                "DataImportCron looks for a new version of a source on a schedule, imports it, and points a DataSource to it.",
        categories = "all",
        subresources = Crd.Subresources.EMPTY,
        columns = @Column(name = "Format", path = ".status.sourceFormat"))
public class DataImportCron extends CustomResource<DataImportCronSpec, DataImportCronStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
