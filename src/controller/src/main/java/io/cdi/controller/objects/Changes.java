// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Wanted annotations and labels of one object. An absent value of an annotation takes it away.
public final class Changes {

    private final Map<String, Optional<String>> annotations = new TreeMap<>();
    private final Map<String, String> labels = new TreeMap<>();

    public Changes annotate(String key, @Nullable String value) {
        annotations.put(key, Optional.ofNullable(value));
        return this;
    }

    public Changes annotate(Map<String, String> values) {
        values.forEach(this::annotate);
        return this;
    }

    /// A label that the object has already stays as it is.
    public Changes label(Map<String, String> values) {
        labels.putAll(values);
        return this;
    }

    /// The annotation as it will be: wanted, or what the object has.
    public @Nullable String annotation(HasMetadata object, String key) {
        Optional<String> wanted = annotations.get(key);
        return wanted != null ? wanted.orElse(null) : Facts.annotation(object, key);
    }

    /// A merge patch of what differs; empty when nothing does. It fails when another object took the
    /// name.
    public Optional<String> patch(HasMetadata object) {
        ObjectNode changedAnnotations = JsonNodeFactory.instance.objectNode();
        annotations.forEach((key, value) -> {
            if (!Objects.equals(value.orElse(null), Facts.annotation(object, key))) {
                changedAnnotations.put(key, value.orElse(null));
            }
        });
        ObjectNode changedLabels = JsonNodeFactory.instance.objectNode();
        labels.forEach((key, value) -> {
            if (!Facts.labels(object).containsKey(key)) {
                changedLabels.put(key, value);
            }
        });
        if (changedAnnotations.isEmpty() && changedLabels.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata").put("uid", Facts.uid(object));
        if (!changedAnnotations.isEmpty()) {
            metadata.set("annotations", changedAnnotations);
        }
        if (!changedLabels.isEmpty()) {
            metadata.set("labels", changedLabels);
        }
        return Optional.of(patch.toString());
    }
}
