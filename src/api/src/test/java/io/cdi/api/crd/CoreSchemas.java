// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The schemas of Kubernetes' own types, each as a tree without references.
final class CoreSchemas {
    private final Map<String, Map<String, Object>> definitions;

    CoreSchemas() {
        try (var json = CoreSchemas.class.getResourceAsStream("core-types.json")) {
            definitions = new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String type) {
        return definitions.containsKey(type);
    }

    Map<String, Object> schema(String type) {
        return resolved(Objects.requireNonNull(definitions.get(type), type));
    }

    private Map<String, Object> resolved(Map<?, ?> schema) {
        var result = new LinkedHashMap<String, Object>();
        if (schema.get("$ref") instanceof String type) {
            result.putAll(schema(type));
        }
        schema.forEach((key, value) -> {
            if (!key.equals("$ref")) {
                result.put((String) key, value instanceof Map<?, ?> nested ? resolved(nested) : value);
            }
        });
        return result;
    }
}
