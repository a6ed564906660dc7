// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.cdi.api.schema.Crd;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns a kind's class into its CustomResourceDefinition.
final class CrdYaml {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());
    private static final String HEADER = """
            # Made from the records in src/api; do not edit. See src/api/src/main/java/io/cdi/api/package-info.java.
            """;

    private final RecordSchema records = new RecordSchema();

    static String fileName(Class<? extends CustomResource<?, ?>> kind) {
        return HasMetadata.getPlural(kind) + ".yaml";
    }

    String yaml(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        return HEADER + YAML.writeValueAsString(definition(kind));
    }

    private Map<String, Object> definition(Class<? extends CustomResource<?, ?>> kind) {
        return members(
                "apiVersion",
                "apiextensions.k8s.io/v1",
                "kind",
                "CustomResourceDefinition",
                "metadata",
                members("name", HasMetadata.getPlural(kind) + "." + HasMetadata.getGroup(kind)),
                "spec",
                members(
                        "group", HasMetadata.getGroup(kind),
                        "names", names(kind),
                        "scope", Namespaced.class.isAssignableFrom(kind) ? "Namespaced" : "Cluster",
                        "conversion", members("strategy", "None"),
                        "versions", versions(kind)));
    }

    private static Map<String, Object> names(Class<? extends CustomResource<?, ?>> kind) {
        var name = HasMetadata.getKind(kind);
        var names = members(
                "kind",
                name,
                "listKind",
                name + "List",
                "plural",
                HasMetadata.getPlural(kind),
                "singular",
                HasMetadata.getSingular(kind));
        if (kind.isAnnotationPresent(ShortNames.class)) {
            names.put("shortNames", List.of(kind.getAnnotation(ShortNames.class).value()));
        }
        if (crd(kind).categories().length > 0) {
            names.put("categories", List.of(crd(kind).categories()));
        }
        return names;
    }

    private List<Map<String, Object>> versions(Class<? extends CustomResource<?, ?>> kind) {
        var version = kind.getAnnotation(Version.class);
        var versions = new ArrayList<Map<String, Object>>();
        versions.add(version(kind, version.value(), true, version.deprecated(), version.deprecationWarning()));
        if (!crd(kind).alsoServed().isEmpty()) {
            var warning = crd(kind).alsoServedWarning();
            versions.add(version(kind, crd(kind).alsoServed(), false, !warning.isEmpty(), warning));
        }
        return versions;
    }

    private Map<String, Object> version(
            Class<? extends CustomResource<?, ?>> kind,
            String name,
            boolean stored,
            boolean deprecated,
            String warning) {
        var version = members("name", name, "served", true, "storage", stored);
        if (deprecated) {
            version.put("deprecated", true);
            version.put("deprecationWarning", warning);
        }
        switch (crd(kind).subresources()) {
            case ABSENT -> {}
            case EMPTY -> version.put("subresources", Map.of());
            case STATUS -> version.put("subresources", Map.of("status", Map.of()));
        }
        if (crd(kind).columns().length > 0) {
            version.put(
                    "additionalPrinterColumns",
                    Arrays.stream(crd(kind).columns())
                            .map(column ->
                                    members("name", column.name(), "type", column.type(), "jsonPath", column.path()))
                            .toList());
        }
        version.put("schema", members("openAPIV3Schema", schema(kind)));
        return version;
    }

    private Map<String, Object> schema(Class<? extends CustomResource<?, ?>> kind) {
        var properties = members(
                "apiVersion", text("Group and version of the API, as cdi.kubevirt.io/v1beta1."),
                "kind", text("Kind of the object."),
                "metadata", members("type", "object"));
        var types = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        properties.put("spec", described("What is wanted.", (Class<?>) types[0]));
        if (types[1] != Void.class) {
            properties.put("status", described("What is.", (Class<?>) types[1]));
        }
        return members(
                "description",
                crd(kind).value(),
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of("spec"));
    }

    private Map<String, Object> described(String description, Class<?> type) {
        var schema = members("description", description);
        schema.putAll(records.of(type));
        return schema;
    }

    private static Map<String, Object> text(String description) {
        return members("description", description, "type", "string");
    }

    private static Crd crd(Class<?> kind) {
        return kind.getAnnotation(Crd.class);
    }

    /// A map in the order of its arguments, names and values in turn.
    private static Map<String, Object> members(Object... namesAndValues) {
        var members = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
