// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The specification's table of fields, its groups unfolded: by kind, path to type and validations.
final class SpecFields {
    private static final Pattern GROUP = Pattern.compile("(?:\\[])?(@\\w+)!?");

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    SpecFields() {
        String section = "";
        for (var line : CrdResources.lines("spec-fields.txt")) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                sections.put(section, new LinkedHashMap<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int space = line.indexOf(' ');
                section(section).put(line.substring(0, space), line.substring(space + 1));
            }
        }
    }

    /// Paths of a kind, arrays marked as `path[]` for their items' members, each with its type as written
    /// in the table.
    Map<String, String> of(String kind) {
        var fields = new TreeMap<String, String>();
        unfold("", kind, fields);
        return fields;
    }

    private void unfold(String prefix, String section, Map<String, String> into) {
        section(section).forEach((path, type) -> {
            var group = GROUP.matcher(type.split(" ", 2)[0]);
            if (group.matches()) {
                into.put(prefix + path, type.replace(group.group(1), "object"));
                unfold(prefix + path + (type.startsWith("[]") ? "[]." : "."), group.group(1), into);
            } else {
                into.put(prefix + path, type);
            }
        });
    }

    private Map<String, String> section(String name) {
        return Objects.requireNonNull(sections.get(name), () -> "no section " + name);
    }
}
