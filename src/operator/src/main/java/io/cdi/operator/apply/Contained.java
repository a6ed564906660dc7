// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.apply;

import com.fasterxml.jackson.databind.JsonNode;

/// Whether an object has all that is wanted of it; more is not our business.
final class Contained {

    private Contained() {}

    static boolean in(JsonNode found, JsonNode wanted) {
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .filter(field -> !isNothing(field.getValue()))
                    .allMatch(field -> in(found.path(field.getKey()), field.getValue()));
        }
        if (wanted.isArray()) {
            return found.size() == wanted.size() && elements(found, wanted);
        }
        if (wanted.isNull()) {
            return found.isNull() || found.isMissingNode();
        }
        return wanted.isNumber() ? wanted.asText().equals(found.asText()) : wanted.equals(found);
    }

    /// Lists of the API keep their order.
    private static boolean elements(JsonNode found, JsonNode wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!in(found.get(i), wanted.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// The API server leaves out empty lists and maps.
    private static boolean isNothing(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }
}
