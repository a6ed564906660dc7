// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cdi.engine.source.Secret;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The objects of a YAML file, as far as they matter here.
///
/// @param dataVolumes in the order of the file
/// @param secrets decoded values by key
/// @param warnings what was passed over
record Manifests(
        List<JsonNode> dataVolumes,
        Map<VolumeName, Map<String, Secret>> secrets,
        Map<VolumeName, Map<String, String>> configMaps,
        List<String> warnings) {

    private static final String GROUP = "cdi.kubevirt.io/";

    /// @throws IllegalArgumentException when the text is no YAML, holds no DataVolume, or an object in it is broken
    static Manifests read(Reader yaml) throws IOException {
        Manifests manifests =
                new Manifests(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNextValue()) {
                manifests.add(documents.nextValue());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not valid YAML: " + reason(e) + place(e), e);
        }
        if (manifests.dataVolumes().isEmpty()) {
            throw new IllegalArgumentException("there is no DataVolume in it; give a document of the kind DataVolume");
        }
        return manifests;
    }

    /// Without the lines that quote the text, which may be a Secret's: they are indented by four.
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage()
                .lines()
                .filter(line -> !line.startsWith("    "))
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    /// The value in a Secret.
    ///
    /// @throws IllegalArgumentException when there is none
    Secret secret(VolumeName name, String key) {
        return Optional.ofNullable(secret(name).get(key))
                .orElseThrow(() -> new IllegalArgumentException("Secret " + name + " has no key '" + key + "'"));
    }

    Map<String, Secret> secret(VolumeName name) {
        return Optional.ofNullable(secrets.get(name))
                .orElseThrow(() -> new IllegalArgumentException("Secret " + name + " is not in the YAML"));
    }

    Map<String, String> configMap(VolumeName name) {
        return Optional.ofNullable(configMaps.get(name))
                .orElseThrow(() -> new IllegalArgumentException("ConfigMap " + name + " is not in the YAML"));
    }

    static VolumeName nameOf(Fields object) {
        Fields metadata =
                object.object("metadata").orElseThrow(() -> new IllegalArgumentException("metadata.name is missing"));
        String name =
                metadata.filledText("name").orElseThrow(() -> new IllegalArgumentException("metadata.name is missing"));
        return new VolumeName(metadata.filledText("namespace").orElse("default"), name);
    }

    private void add(JsonNode document) {
        if (document == null || document.isNull() || document.isMissingNode()) {
            return;
        }
        Fields object = new Fields("document", document);
        String kind = object.text("kind").orElse("");
        String version = object.text("apiVersion").orElse("");
        switch (kind) {
            case "List" -> document.path("items").forEach(this::add);
            case "Secret" -> secrets.put(nameOf(object), secretValues(object));
            case "ConfigMap" -> configMaps.put(nameOf(object), configValues(object));
            case "DataVolume" -> addDataVolume(document, version);
            default -> warnings.add("passed over: " + (kind.isEmpty() ? "an object without a kind" : kind));
        }
    }

    private void addDataVolume(JsonNode document, String version) {
        if (!version.equals(GROUP + "v1beta1") && !version.equals(GROUP + "v1alpha1")) {
            throw new IllegalArgumentException(
                    "a DataVolume has apiVersion " + GROUP + "v1beta1 or " + GROUP + "v1alpha1, not '" + version + "'");
        }
        dataVolumes.add(document);
    }

    private static Map<String, Secret> secretValues(Fields object) {
        Map<String, Secret> values = new LinkedHashMap<>();
        object.object("data")
                .ifPresent(data -> data.names()
                        .forEach(key -> values.put(
                                key, new Secret(decoded(key, data.text(key).orElse(""))))));
        object.object("stringData")
                .ifPresent(data -> data.names()
                        .forEach(
                                key -> values.put(key, new Secret(data.text(key).orElse("")))));
        return values;
    }

    private static Map<String, String> configValues(Fields object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.object("data")
                .ifPresent(data -> data.names()
                        .forEach(key -> values.put(key, data.text(key).orElse(""))));
        object.object("binaryData")
                .ifPresent(data -> data.names()
                        .forEach(key ->
                                values.put(key, decoded(key, data.text(key).orElse("")))));
        return values;
    }

    private static String decoded(String key, String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the value of key '" + key + "' is not base64", e);
        }
    }
}
