// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Reads a schema back into the words of the specification's table.
final class SchemaFields {
    private static final List<String> COMPARED =
            List.of("enum", "pattern", "minLength", "maxItems", "nullable", "x-kubernetes-validations");

    private final Map<String, String> spec;
    private final CoreSchemas core = new CoreSchemas();
    private final Map<String, String> fields = new TreeMap<>();

    private SchemaFields(Map<String, String> spec) {
        this.spec = spec;
    }

    /// The fields below `schema`; where the specification says `core:`, that type is compared as a whole.
    static Map<String, String> of(JsonNode schema, Map<String, String> spec) {
        var reader = new SchemaFields(spec);
        reader.members("", schema);
        return reader.fields;
    }

    private void members(String prefix, JsonNode schema) {
        var required = StreamSupport.stream(schema.path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        schema.path("properties").properties().forEach(entry -> {
            var path = prefix + entry.getKey();
            if (!List.of("apiVersion", "kind", "metadata").contains(path)) {
                var mark = required.contains(entry.getKey()) ? "!" : "";
                fields.put(path, type(path, entry.getValue()) + mark + validations(entry.getValue()));
            }
        });
    }

    private String type(String path, JsonNode schema) {
        var expected = spec.getOrDefault(path, "").replace("!", "").split(" ", 2)[0];
        var isList = schema.path("type").asText().equals("array");
        var value = isList ? schema.path("items") : schema;
        if (expected.contains("core:") && isCore(expected.substring(expected.indexOf(':') + 1), value)) {
            return expected;
        }
        var type = plainType(value);
        if (type.equals("object")) {
            members(path + (isList ? "[]." : "."), value);
        }
        return isList ? "[]" + type : type;
    }

    private boolean isCore(String name, JsonNode schema) {
        return withoutDescription(new ObjectMapper().valueToTree(core.schema(name)))
                .equals(withoutDescription(schema));
    }

    private static JsonNode withoutDescription(JsonNode schema) {
        return ((ObjectNode) schema.deepCopy()).without("description");
    }

    private static String plainType(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "integer" -> schema.path("format").asText();
            case "string" -> schema.path("format").asText("string");
            case "object" ->
                schema.path("additionalProperties").path("type").asText().equals("string") ? "map" : "object";
            case String other -> other;
        };
    }

    private static String validations(JsonNode schema) {
        var words = new StringBuilder();
        for (var key : COMPARED) {
            var value = schema.has(key)
                    ? schema.get(key)
                    : schema.path("additionalProperties").path(key);
            if (!value.isMissingNode()) {
                words.append(' ').append(validation(key, value));
            }
        }
        return words.toString();
    }

    private static String validation(String key, JsonNode value) {
        return switch (key) {
            case "enum" ->
                "enum="
                        + StreamSupport.stream(value.spliterator(), false)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(","));
            case "nullable" -> "nullable";
            case "x-kubernetes-validations" ->
                "cel=" + value.get(0).path("message").asText().replace(' ', '_');
            default -> key + "=" + value.asText();
        };
    }
}
