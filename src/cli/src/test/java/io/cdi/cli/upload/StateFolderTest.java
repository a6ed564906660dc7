// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    private static final SavedUpload UPLOAD = new SavedUpload(
            "https://cluster:6443/",
            "vms/fedora",
            "1234-5678",
            "/images/fedora.qcow2",
            100,
            "2026-01-01T00:00:00Z",
            "");

    @TempDir
    private Path folder = Path.of("/");

    @Test
    void theNextRunKnowsTheUpload() throws IOException {
        memory(UPLOAD).keep("abc");

        assertThat(memory(UPLOAD).known()).contains("abc");
        assertThat(file())
                .content()
                .isEqualTo("{\"cluster\":\"https://cluster:6443/\",\"volume\":\"vms/fedora\",\"uid\":\"1234-5678\","
                        + "\"file\":\"/images/fedora.qcow2\",\"bytes\":100,\"modified\":\"2026-01-01T00:00:00Z\","
                        + "\"upload\":\"abc\"}");
    }

    @Test
    void anotherVolumeOrAChangedFileBeginsAnew() {
        memory(UPLOAD).keep("abc");

        assertThat(memory(new SavedUpload("c", "v", "other", "f", 1, "m", "")).known())
                .isEmpty();
        assertThat(memory(new SavedUpload(
                                UPLOAD.cluster(),
                                UPLOAD.volume(),
                                UPLOAD.uid(),
                                UPLOAD.file(),
                                101,
                                UPLOAD.modified(),
                                ""))
                        .known())
                .isEmpty();
    }

    @Test
    void aFinishedUploadLeavesNothing() {
        memory(UPLOAD).keep("abc");
        memory(UPLOAD).forget();

        assertThat(file()).doesNotExist();
        assertThat(memory(UPLOAD).known()).isEmpty();
    }

    @Test
    void aBrokenFileIsAsGoodAsNone() throws IOException {
        memory(UPLOAD).keep("abc");
        Files.writeString(file(), "{");

        assertThat(memory(UPLOAD).known()).isEmpty();
    }

    private Path file() {
        return folder.resolve("cdi/uploads/1234-5678.json");
    }

    private StateFolder memory(SavedUpload upload) {
        return StateFolder.of(Map.of("XDG_STATE_HOME", folder.toString()), upload);
    }
}
