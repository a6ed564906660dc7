// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Arrays;

/// Whether two specs mean the same. Clients drop empty texts and lists when they write an object that they
/// have read, so absent and empty are equal, and quantities are compared by their amount.
final class SameSpec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SameSpec() {}

    static boolean same(Object left, Object right, String... exceptFields) {
        return left.equals(right) || pruned(left, exceptFields).equals(pruned(right, exceptFields));
    }

    private static JsonNode pruned(Object spec, String... exceptFields) {
        var tree = (ObjectNode) JSON.valueToTree(spec);
        tree.remove(Arrays.asList(exceptFields));
        prune(tree);
        return tree;
    }

    private static void prune(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.properties().removeIf(field -> isNothing(field.getKey(), field.getValue()));
            object.properties().forEach(field -> field.setValue(canonical(field.getKey(), field.getValue())));
        }
        tree.forEach(SameSpec::prune);
    }

    private static boolean isNothing(String name, JsonNode value) {
        return value.isNull()
                || (value.isArray() && value.isEmpty())
                || (value.isTextual() && value.asText().isEmpty() && !name.equals("storageClassName"));
    }

    private static JsonNode canonical(String name, JsonNode value) {
        return name.equals("storage") && value.isTextual()
                ? JSON.getNodeFactory()
                        .numberNode(new Quantity(value.asText())
                                .getNumericalAmount()
                                .stripTrailingZeros())
                : value;
    }
}
