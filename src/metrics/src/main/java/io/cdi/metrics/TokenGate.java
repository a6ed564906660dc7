// SPDX-License-Identifier: Apache-2.0
package io.cdi.metrics;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the API server whose token it is that came with a request, and whether that user may read the path.
record TokenGate(KubernetesClient client) {

    private static final String BEARER = "Bearer ";

    /// @param authorization the header of that name
    /// @return 200, 401 without a token that is good, 403 without the right
    int check(@Nullable String authorization, String path) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return HttpURLConnection.HTTP_UNAUTHORIZED;
        }
        return user(authorization.substring(BEARER.length()))
                .map(user -> mayRead(user, path) ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_FORBIDDEN)
                .orElse(HttpURLConnection.HTTP_UNAUTHORIZED);
    }

    private Optional<UserInfo> user(String token) {
        TokenReview review = client.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .endSpec()
                        .build())
                .create();
        return Optional.ofNullable(review.getStatus())
                .filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
                .map(status -> status.getUser());
    }

    private boolean mayRead(UserInfo user, String path) {
        SubjectAccessReview review = client.resource(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(user.getUsername())
                        .withUid(user.getUid())
                        .withGroups(user.getGroups())
                        .withExtra(user.getExtra())
                        .withNewNonResourceAttributes()
                        .withPath(path)
                        .withVerb("get")
                        .endNonResourceAttributes()
                        .endSpec()
                        .build())
                .create();
        return review.getStatus() != null
                && Boolean.TRUE.equals(review.getStatus().getAllowed());
    }
}
