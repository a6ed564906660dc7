// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The fields of one object in a manifest. Wrong types are refused with the field's path; `null` counts as
/// absent.
final class Fields {

    private final String path;
    private final JsonNode object;

    Fields(String path, JsonNode object) {
        if (!object.isObject()) {
            throw new IllegalArgumentException(path + " must be an object");
        }
        this.path = path;
        this.object = object;
    }

    /// Warns of all other fields: most often they are misspelt.
    void tellUnknown(Consumer<String> warnings, String... names) {
        Set<String> known = Set.of(names);
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                warnings.accept("unknown field " + path + "." + name);
            }
        });
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                names.add(field.getKey());
            }
        });
        return names;
    }

    Optional<Fields> object(String name) {
        return node(name).map(node -> new Fields(path + "." + name, node));
    }

    /// Numbers and booleans are texts too, as people write them without quotes.
    Optional<String> text(String name) {
        return node(name).map(node -> {
            if (!node.isValueNode()) {
                throw new IllegalArgumentException(path + "." + name + " must be a string");
            }
            return node.asText();
        });
    }

    /// Like [#text], and an empty text is none.
    Optional<String> filledText(String name) {
        return text(name).filter(text -> !text.isEmpty());
    }

    private Optional<JsonNode> node(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }
}
