// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GroupVersionResource;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the API server asks.
@JsonIgnoreProperties(ignoreUnknown = true)
public record AdmissionRequest(
        String uid,
        String operation,
        GroupVersionResource resource,
        @Nullable String name,
        @Nullable String namespace,
        @Nullable UserInfo userInfo,
        @Nullable JsonNode object,
        @Nullable JsonNode oldObject) {

    boolean isCreate() {
        return "CREATE".equals(operation);
    }

    boolean isUpdate() {
        return "UPDATE".equals(operation);
    }

    boolean isFor(String plural) {
        return plural.equals(resource.getResource());
    }

    String namespaceOrEmpty() {
        return Objects.requireNonNullElse(namespace, "");
    }
}
