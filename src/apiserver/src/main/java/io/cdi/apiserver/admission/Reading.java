// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.jspecify.annotations.Nullable;

/// Reads the objects of a request.
record Reading(ObjectMapper json) {

    /// The object as it shall be. One that is created by `generateName` has no name yet.
    <T extends HasMetadata> T object(AdmissionRequest request, Class<T> kind) throws JsonProcessingException {
        T object = json.treeToValue(request.object(), kind);
        if (object.getMetadata().getName() == null) {
            object.getMetadata().setName("");
        }
        object.getMetadata().setNamespace(request.namespace());
        return object;
    }

    /// The object as it was, or null for one that is created.
    <T extends HasMetadata> @Nullable T former(AdmissionRequest request, Class<T> kind) throws JsonProcessingException {
        JsonNode former = request.oldObject();
        return former == null || former.isNull() || !request.isUpdate() ? null : json.treeToValue(former, kind);
    }
}
