// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.cluster;

import io.cdi.api.CdiApi;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Asks the API server what a user may do.
public final class AccessReviews {

    private final KubernetesClient client;

    public AccessReviews(KubernetesClient client) {
        this.client = client;
    }

    /// Whether the user may read a volume: by the right made for it, or because pods of his could.
    public boolean mayCopy(UserInfo user, CloneOrigin origin) {
        return may(user, origin, CdiApi.GROUP, "datavolumes", "source")
                || (may(user, origin, "", "pods", "") && (!origin.isSnapshot() || may(user, origin, "", "pvcs", "")));
    }

    private boolean may(UserInfo user, CloneOrigin origin, String group, String resource, String subresource) {
        return review(
                        user,
                        new ResourceAttributesBuilder()
                                .withVerb("create")
                                .withGroup(group)
                                .withResource(resource)
                                .withSubresource(subresource)
                                .withNamespace(origin.namespace())
                                .withName(origin.name())
                                .build())
                .isAllowed();
    }

    /// Whether the user may have a token for uploads into claims of a namespace.
    public Answer mayRequestUpload(UserInfo user, String namespace, String version) {
        return review(
                user,
                new ResourceAttributesBuilder()
                        .withVerb("create")
                        .withGroup(CdiApi.UPLOAD_GROUP)
                        .withVersion(version)
                        .withResource("uploadtokenrequests")
                        .withNamespace(namespace)
                        .build());
    }

    /// What the API server says.
    public record Answer(boolean isAllowed, String reason) {}

    private Answer review(UserInfo user, ResourceAttributes wish) {
        Map<String, List<String>> extra = Objects.requireNonNullElse(user.getExtra(), Map.of());
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(extra.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .withResourceAttributes(wish)
                .endSpec()
                .build();
        var answer = client.resource(review).create();
        var status = answer.getStatus();
        return status == null
                ? new Answer(false, "")
                : new Answer(
                        Boolean.TRUE.equals(status.getAllowed()), Objects.requireNonNullElse(status.getReason(), ""));
    }
}
