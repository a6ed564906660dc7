// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.customize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Merge patches: RFC 7386, and the strategic form of Kubernetes, which merges those lists whose elements have a key.
final class StrategicMerge {

    /// By the list's field: what tells its elements apart, the first one that an element has.
    private static final Map<String, List<String>> KEYS = Map.of(
            "containers", List.of("name"),
            "initContainers", List.of("name"),
            "volumes", List.of("name"),
            "env", List.of("name"),
            "imagePullSecrets", List.of("name"),
            "webhooks", List.of("name"),
            "volumeMounts", List.of("mountPath"),
            "ports", List.of("containerPort", "port"));

    private static final String DIRECTIVE = "$patch";

    private StrategicMerge() {}

    static JsonNode merge(@Nullable JsonNode target, JsonNode patch, boolean isStrategic) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        if (isStrategic && "replace".equals(changes.path(DIRECTIVE).asText())) {
            return changes.deepCopy().without(DIRECTIVE);
        }
        ObjectNode merged = target instanceof ObjectNode object ? object.deepCopy() : changes.objectNode();
        for (var change : changes.properties()) {
            String field = change.getKey();
            if (change.getValue().isNull()) {
                merged.remove(field);
            } else if (isStrategic && KEYS.containsKey(field) && change.getValue() instanceof ArrayNode elements) {
                merged.set(field, mergeList(merged.get(field), elements, KEYS.getOrDefault(field, List.of())));
            } else {
                merged.set(field, merge(merged.get(field), change.getValue(), isStrategic));
            }
        }
        return merged;
    }

    private static ArrayNode mergeList(@Nullable JsonNode target, ArrayNode patch, List<String> keys) {
        ArrayNode merged = target instanceof ArrayNode list ? list.deepCopy() : patch.arrayNode();
        for (JsonNode change : patch) {
            int place = place(merged, change, keys);
            boolean isRemoval = "delete".equals(change.path(DIRECTIVE).asText());
            if (place >= 0 && isRemoval) {
                merged.remove(place);
            } else if (place >= 0) {
                merged.set(place, merge(merged.get(place), change, true));
            } else if (!isRemoval) {
                merged.add(change);
            }
        }
        return merged;
    }

    private static int place(ArrayNode list, JsonNode change, List<String> keys) {
        for (String key : keys) {
            for (int i = 0; change.has(key) && i < list.size(); i++) {
                if (change.get(key).equals(list.get(i).get(key))) {
                    return i;
                }
            }
        }
        return -1;
    }
}
