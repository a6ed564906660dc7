// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Set;

/// Whether two specs mean the same. Clients drop empty texts and lists, or add empty objects, when they
/// write an object that they have read, so absent and empty are equal, and quantities are compared by
/// their amount. Only where an object's name says what is chosen, an empty one counts: `blank: {}` is
/// not `upload: {}`. The value of a label may be empty, too.
final class SameSpec {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "source";
    private static final Set<String> CLAIMS = Set.of("pvc", "storage");
    private static final Set<String> AMOUNTS = Set.of("requests", "limits");
    private static final String LABELS = "matchLabels";

    private SameSpec() {}

    static boolean same(Object left, Object right, String... exceptFields) {
        return left.equals(right) || pruned(left, exceptFields).equals(pruned(right, exceptFields));
    }

    private static JsonNode pruned(Object spec, String... exceptFields) {
        var tree = (ObjectNode) JSON.valueToTree(spec);
        tree.remove(Arrays.asList(exceptFields));
        prune("", tree);
        return tree;
    }

    /// Inside first, since what has only empty fields is empty.
    private static void prune(String name, JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties().forEach(field -> prune(field.getKey(), field.getValue()));
            object.properties().removeIf(field -> isNothing(name, field.getKey(), field.getValue()));
            if (AMOUNTS.contains(name)) {
                object.properties().forEach(field -> field.setValue(amount(field.getValue())));
            }
        } else {
            tree.forEach(element -> prune(name, element));
        }
    }

    private static boolean isNothing(String parent, String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> true;
            case ARRAY -> value.isEmpty();
            case OBJECT -> value.isEmpty() && !parent.equals(SOURCE) && !CLAIMS.contains(name);
            case STRING -> value.asText().isEmpty() && !name.equals("storageClassName") && !parent.equals(LABELS);
            case BOOLEAN -> !value.asBoolean() && name.equals("finalCheckpoint");
            default -> false;
        };
    }

    private static JsonNode amount(JsonNode quantity) {
        return Rules.amount(quantity.asText())
                .<JsonNode>map(amount -> JSON.getNodeFactory().numberNode(amount.stripTrailingZeros()))
                .orElse(quantity);
    }
}
