// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What the tests of the definitions read.
final class CrdResources {
    private CrdResources() {}

    static List<String> lines(String name) {
        try (var in = CrdResources.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All definitions of `k8s/crds`, by kind.
    static Map<String, JsonNode> definitions() throws IOException {
        var definitions = new TreeMap<String, JsonNode>();
        try (var files = Files.list(CrdFilesTest.CRDS)) {
            for (var file : files.toList()) {
                var definition = new YAMLMapper().readTree(file.toFile());
                definitions.put(definition.at("/spec/names/kind").asText(), definition);
            }
        }
        return definitions;
    }

    static JsonNode definition(String kind) throws IOException {
        return Objects.requireNonNull(definitions().get(kind), kind);
    }

    static JsonNode schema(JsonNode version) {
        return version.at("/schema/openAPIV3Schema");
    }
}
