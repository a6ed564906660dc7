// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cdi.api.schema.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns a record into an OpenAPI schema: components become properties, those that cannot be null are
/// required.
final class RecordSchema {
    private final CoreSchemas core = new CoreSchemas();

    Map<String, Object> of(Class<?> type) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            properties.put(name(component), property(component));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(name(component));
            }
        }
        var schema = new LinkedHashMap<String, Object>(Map.of("type", "object"));
        if (!properties.isEmpty()) {
            schema.put("properties", properties);
        }
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static String name(RecordComponent component) {
        var json = component.getAccessor().getAnnotation(JsonProperty.class);
        return json == null ? component.getName() : json.value();
    }

    private Map<String, Object> property(RecordComponent component) {
        var field = Objects.requireNonNull(
                component.getAnnotation(Field.class),
                () -> "no @Field at " + component.getDeclaringRecord() + component);
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", field.value());
        var described = field.opaque()
                ? new LinkedHashMap<String, Object>(Map.of("type", "object"))
                : schema(component.getGenericType());
        described.remove("description");
        schema.putAll(described);
        validate(schema, field);
        return schema;
    }

    private static void validate(Map<String, Object> schema, Field field) {
        if (field.oneOf().length > 0) {
            schema.put("enum", List.of(field.oneOf()));
        }
        if (!field.format().isEmpty()) {
            schema.put("format", field.format());
        }
        if (!field.pattern().isEmpty()) {
            patterned(schema).put("pattern", field.pattern());
        }
        if (field.minLength() > 0) {
            schema.put("minLength", field.minLength());
        }
        if (field.maxItems() < Integer.MAX_VALUE) {
            schema.put("maxItems", field.maxItems());
        }
        if (field.nullable()) {
            schema.put("nullable", true);
        }
        if (!field.rule().isEmpty()) {
            var rule = new LinkedHashMap<String, Object>(Map.of("rule", field.rule()));
            rule.put("message", field.ruleMessage());
            schema.put("x-kubernetes-validations", List.of(rule));
        }
    }

    /// The schema that a pattern belongs to: the field's, or that of the values when it is a map.
    private static Map<String, Object> patterned(Map<String, Object> schema) {
        if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
            var copy = new LinkedHashMap<String, Object>();
            values.forEach((key, value) -> copy.put((String) key, value));
            schema.put("additionalProperties", copy);
            return copy;
        }
        return schema;
    }

    private Map<String, Object> schema(Type type) {
        return switch (type) {
            case ParameterizedType list when list.getRawType() == List.class -> container("array", "items", list, 0);
            case ParameterizedType map
            when map.getRawType() == Map.class -> container("object", "additionalProperties", map, 1);
            case Class<?> plain -> schema(plain);
            default -> throw new IllegalStateException("no schema for " + type);
        };
    }

    private Map<String, Object> container(String type, String member, ParameterizedType container, int argument) {
        var schema = new LinkedHashMap<String, Object>(Map.of("type", type));
        schema.put(member, schema(container.getActualTypeArguments()[argument]));
        return schema;
    }

    private Map<String, Object> schema(Class<?> type) {
        if (type == String.class) {
            return new LinkedHashMap<>(Map.of("type", "string"));
        }
        if (type == Boolean.class) {
            return new LinkedHashMap<>(Map.of("type", "boolean"));
        }
        if (type == Integer.class) {
            var schema = new LinkedHashMap<String, Object>(Map.of("type", "integer"));
            schema.put("format", "int32");
            return schema;
        }
        return type.isRecord() ? of(type) : core.schema(type.getSimpleName());
    }
}
