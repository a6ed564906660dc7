// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `k8s/crds` is what the records say. After a change of the records, `-Dcrds.write=true` writes the files
/// anew.
class CrdFilesTest {
    static final Path CRDS = Path.of("../../k8s/crds");

    static List<Class<? extends CustomResource<?, ?>>> kinds() {
        return ApiKinds.ALL;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void fileIsWhatTheRecordsSay(Class<? extends CustomResource<?, ?>> kind) throws IOException {
        var file = CRDS.resolve(CrdYaml.fileName(kind));
        var expected = new CrdYaml().yaml(kind);

        if (Boolean.getBoolean("crds.write")) {
            Files.createDirectories(CRDS);
            Files.writeString(file, expected);
        }

        assertThat(file).hasContent(expected);
    }

    @Test
    void everyFileHasAKind() throws IOException {
        try (var files = Files.list(CRDS)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            ApiKinds.ALL.stream().map(CrdYaml::fileName).toList());
        }
    }
}
