// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.cluster;

import io.cdi.api.CdiApi;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
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
        Map<String, List<String>> extra = Objects.requireNonNullElse(user.getExtra(), Map.of());
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(extra.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .withNewResourceAttributes()
                .withVerb("create")
                .withGroup(group)
                .withResource(resource)
                .withSubresource(subresource)
                .withNamespace(origin.namespace())
                .withName(origin.name())
                .endResourceAttributes()
                .endSpec()
                .build();
        var answer = client.resource(review).create();
        return answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
    }
}
