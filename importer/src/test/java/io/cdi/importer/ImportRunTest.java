// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.transfer.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What needs no source that answers.
class ImportRunTest {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path root;

    private PodFiles files = new PodFiles(Path.of("/"));

    @BeforeEach
    void makeMounts() throws IOException {
        files = new PodFiles(root);
        Files.createDirectories(files.data());
        Files.createDirectories(files.temporary());
        Files.createDirectories(root.resolve("dev"));
    }

    private int run(Map<String, String> variables) {
        Map<String, String> environment = new HashMap<>(Map.of("PREALLOCATION", "false"));
        environment.putAll(variables);
        return new ImportRun(files, environment, new Progress(), Clock.systemUTC()).run();
    }

    private String lastWords() throws IOException {
        return Files.readString(files.terminationLog());
    }

    @Test
    void makesABlankDiskOfUsableSize() throws IOException {
        Files.writeString(files.diskImage(), "an old disk");

        int code = run(Map.of("IMPORTER_SOURCE", "none", "IMPORTER_IMAGE_SIZE", "20Mi", "FILESYSTEM_OVERHEAD", "0.06"));

        assertThat(code).isZero();
        assertThat(lastWords()).isEqualTo("{\"preallocationApplied\":false,\"message\":\"Import Complete\"}");
        assertThat(Files.size(files.diskImage())).isEqualTo(18 * MIB);
        assertThat(Files.getPosixFilePermissions(files.diskImage())).hasSize(4);
        assertThat(Files.readAllBytes(files.diskImage())).containsOnly(0);
        assertThat(Files.getPosixFilePermissions(files.terminationLog())).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp, kubevirt, http://h/a, Unknown data source: ftp",
        "glance, kubevirt, http://h/a, Unknown data source: glance",
        "none, archive, '', Cannot create empty disk with content type archive",
        "http, kubevirt, '', Unable to connect to http data source: no endpoint was given",
        "vddk, kubevirt, https://h, Unable to connect to vddk data source: sources of type vddk are not supported yet"
    })
    void saysWhyItCannotBegin(String type, String content, String endpoint, String words) throws IOException {
        int code = run(Map.of("IMPORTER_SOURCE", type, "IMPORTER_CONTENTTYPE", content, "IMPORTER_ENDPOINT", endpoint));

        assertThat(code).isOne();
        assertThat(lastWords()).startsWith(words);
    }

    @Test
    void refusesABadChecksumBeforeItAsksForAByte() throws IOException {
        int code = run(Map.of(
                "IMPORTER_SOURCE", "http", "IMPORTER_ENDPOINT", "http://127.0.0.1:9/a", "IMPORTER_CHECKSUM", "crc:1"));

        assertThat(code).isOne();
        assertThat(lastWords())
                .isEqualTo("Unable to connect to http data source: invalid checksum: unsupported hash algorithm"
                        + " 'crc': supported algorithms are: md5, sha1, sha256, sha512");
    }

    @ParameterizedTest
    @CsvSource({"http, kubevirt, perhaps", "registry, archive, false", "imageio, archive, false"})
    void leavesTheWordsToTheLogForMistakesOfTheController(String type, String content, String preallocation) {
        int code =
                run(Map.of("IMPORTER_SOURCE", type, "IMPORTER_CONTENTTYPE", content, "PREALLOCATION", preallocation));

        assertThat(code).isOne();
        assertThat(files.terminationLog()).doesNotExist();
    }

    @Test
    void failsWhenItCannotSayThatAllIsWell() throws IOException {
        Files.createDirectories(files.terminationLog());

        assertThat(run(Map.of("IMPORTER_SOURCE", "none", "IMPORTER_IMAGE_SIZE", "1Mi")))
                .isOne();
    }
}
