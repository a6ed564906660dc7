// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads the spec of a DataVolume as the API server would: wrong types are refused, with the field's path.
final class SpecReader {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PATH = "spec";

    private SpecReader() {}

    /// @param warnings told of unknown fields: most often they are misspelt
    /// @throws IllegalArgumentException when it is none
    static DataVolumeSpec read(JsonNode spec, Consumer<String> warnings) {
        if (spec.isMissingNode() || spec.isNull()) {
            throw new IllegalArgumentException("spec is missing");
        }
        try {
            DataVolumeSpec read = MAPPER.treeToValue(spec, DataVolumeSpec.class);
            tellUnknown(PATH, spec, MAPPER.valueToTree(read), warnings);
            Optional.ofNullable(read.pvc())
                    .map(PersistentVolumeClaimSpec::getAdditionalProperties)
                    .ifPresent(
                            unknown -> unknown.keySet().forEach(name -> warnUnknown(PATH + ".pvc." + name, warnings)));
            return read;
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException(path(e) + " must be " + wanted(e.getTargetType()), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("read spec: " + e.getOriginalMessage(), e);
        }
    }

    /// What has been read does not have the fields that nobody knows. The claim alone keeps them, apart.
    private static void tellUnknown(String path, JsonNode given, JsonNode read, Consumer<String> warnings) {
        given.properties().forEach(field -> {
            String name = path + "." + field.getKey();
            if (read.has(field.getKey())) {
                tellUnknown(name, field.getValue(), read.get(field.getKey()), warnings);
            } else if (!isNothing(field.getValue())) {
                warnUnknown(name, warnings);
            }
        });
    }

    private static void warnUnknown(String name, Consumer<String> warnings) {
        warnings.accept("unknown field " + name);
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isContainerNode() && value.isEmpty());
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder(PATH);
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String wanted(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
