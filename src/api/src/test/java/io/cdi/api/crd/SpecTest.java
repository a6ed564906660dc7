// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The files in `k8s/crds` against the specification's tables, which are transcribed by hand.
class SpecTest {
    static List<String> kinds() {
        return CrdResources.lines("spec-kinds.tsv").stream().skip(1).toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void kindIsDefinedAsSpecified(String line) throws IOException {
        var definition = CrdResources.definition(line.split("\t", -1)[0]);

        assertThat(describe(definition)).isEqualTo(line);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyVersionHasTheSpecifiedFields(String line) throws IOException {
        var kind = line.split("\t", -1)[0];
        var specified = new SpecFields().of(kind);

        for (var version : CrdResources.definition(kind).at("/spec/versions")) {
            assertThat(SchemaFields.of(CrdResources.schema(version), specified))
                    .containsExactlyInAnyOrderEntriesOf(specified);
        }
    }

    @Test
    void everyKindIsSpecified() throws IOException {
        assertThat(kinds())
                .extracting(line -> line.split("\t", -1)[0])
                .containsExactlyInAnyOrderElementsOf(CrdResources.definitions().keySet());
    }

    private static String describe(JsonNode definition) {
        var spec = definition.path("spec");
        var names = spec.path("names");
        var first = spec.at("/versions/0");
        return String.join(
                "\t",
                names.path("kind").asText(),
                spec.path("group").asText(),
                spec.path("scope").asText(),
                joined(names.path("shortNames"), ",", JsonNode::asText),
                joined(names.path("categories"), ",", JsonNode::asText),
                first.has("subresources") ? first.at("/subresources").has("status") ? "status" : "empty" : "-",
                joined(spec.path("versions"), "; ", SpecTest::version),
                joined(first.path("additionalPrinterColumns"), "; ", SpecTest::column));
    }

    private static String version(JsonNode version) {
        return version.path("name").asText()
                + (version.path("storage").asBoolean() ? " storage" : "")
                + (version.path("deprecated").asBoolean() ? " deprecated" : "");
    }

    private static String column(JsonNode column) {
        return column.path("name").asText() + ":" + column.path("type").asText() + ":"
                + column.path("jsonPath").asText();
    }

    private static String joined(JsonNode list, String separator, Function<JsonNode, String> text) {
        return list.isEmpty()
                ? "-"
                : StreamSupport.stream(list.spliterator(), false).map(text).collect(Collectors.joining(separator));
    }
}
