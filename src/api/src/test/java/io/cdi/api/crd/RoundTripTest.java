// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.api.datavolume.BlankSource;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An object with every field of the schema survives being read into the records and written again.
class RoundTripTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Class<? extends CustomResource<?, ?>>> kinds() {
        return ApiKinds.ALL;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldOfTheSchemaIsKept(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        var object = (ObjectNode) example(CrdResources.schema(
                CrdResources.definition(kind.getSimpleName()).at("/spec/versions/0")));
        object.put("apiVersion", HasMetadata.getApiVersion(kind)).put("kind", kind.getSimpleName());

        var serialization = new KubernetesSerialization();
        var read = serialization.unmarshal(object.toString(), kind);

        assertThat(JSON.readTree(serialization.asJson(read))).isEqualTo(object);
    }

    @Test
    void fieldsOfNewerVersionsAreIgnored() {
        var json = """
                {"apiVersion": "cdi.kubevirt.io/v1beta1", "kind": "DataVolume",
                 "spec": {"source": {"blank": {"colour": "red"}, "tape": {}}, "novelty": 1}, "status": {"mood": "good"}}
                """;

        var read = new KubernetesSerialization().unmarshal(json, DataVolume.class);

        assertThat(read.getSpec().source()).isEqualTo(DataVolumeSource.of(new BlankSource()));
    }

    private static JsonNode example(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "object" -> {
                var object = JSON.createObjectNode();
                schema.path("properties")
                        .properties()
                        .forEach(field -> object.set(field.getKey(), example(field.getValue())));
                if (schema.has("additionalProperties")) {
                    object.set("key", example(schema.get("additionalProperties")));
                }
                yield object;
            }
            case "array" -> JSON.createArrayNode().add(example(schema.get("items")));
            case "boolean" -> JSON.getNodeFactory().booleanNode(true);
            case "integer" -> JSON.getNodeFactory().numberNode(7);
            default ->
                JSON.getNodeFactory()
                        .textNode(schema.has("enum") ? schema.at("/enum/0").asText() : "1");
        };
    }
}
