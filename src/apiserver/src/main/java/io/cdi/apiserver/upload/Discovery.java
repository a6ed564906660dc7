// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

import io.cdi.api.CdiApi;
import io.cdi.api.upload.UploadTokenRequest;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.APIGroupList;
import io.fabric8.kubernetes.api.model.APIGroupListBuilder;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.RootPaths;
import java.util.List;
import java.util.stream.Stream;

/// What the aggregation layer and clients ask first: which groups, versions and kinds there are. No one
/// needs rights for it.
final class Discovery {

    /// The preferred one first.
    static final List<String> VERSIONS = List.of(CdiApi.VERSION, CdiApi.OLD_VERSION);

    private static final String ANYWHERE = "0.0.0.0/0";

    private Discovery() {}

    static RootPaths paths() {
        String group = "/apis/" + CdiApi.UPLOAD_GROUP;
        return new RootPaths(Stream.concat(
                        Stream.of("/apis", "/apis/", group, "/healthz", "/openapi/v2"),
                        VERSIONS.stream().map(version -> group + "/" + version))
                .sorted()
                .toList());
    }

    static APIGroupList groups() {
        return new APIGroupListBuilder().withGroups(group()).build();
    }

    static APIGroup group() {
        return new APIGroupBuilder()
                .withName(CdiApi.UPLOAD_GROUP)
                .addAllToVersions(VERSIONS.stream()
                        .map(version -> new GroupVersionForDiscovery(CdiApi.UPLOAD_GROUP + "/" + version, version))
                        .toList())
                .withNewPreferredVersion(CdiApi.UPLOAD_GROUP + "/" + CdiApi.VERSION, CdiApi.VERSION)
                .addNewServerAddressByClientCIDR(ANYWHERE, "")
                .build();
    }

    static APIResourceList resources(String version) {
        return new APIResourceListBuilder()
                .withGroupVersion(CdiApi.UPLOAD_GROUP + "/" + version)
                .addNewResource()
                .withName(HasMetadata.getPlural(UploadTokenRequest.class))
                .withSingularName(HasMetadata.getSingular(UploadTokenRequest.class))
                .withKind(HasMetadata.getKind(UploadTokenRequest.class))
                .withGroup(CdiApi.UPLOAD_GROUP)
                .withVersion(version)
                .withNamespaced(true)
                .withVerbs("create")
                .withShortNames("utr", "utrs")
                .endResource()
                .build();
    }
}
