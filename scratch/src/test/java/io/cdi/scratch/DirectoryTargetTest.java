// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTargetTest {

    @TempDir
    Path folder;

    @Test
    void knowsItsFreeSpace() throws IOException {
        DirectoryTarget target = DirectoryTarget.open(folder);

        assertThat(target.freeBytes()).isPositive();
        assertThatCode(() -> target.requireRoom(1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> target.requireRoom(1L << 60))
                .isInstanceOf(VolumeException.class)
                .hasMessageContaining("unpack 1 EiB")
                .hasMessageContaining("no space left on device")
                .hasMessageContaining("free space or use a larger volume");
    }

    @Test
    void isADirectory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DirectoryTarget.open(file)).hasMessageContaining("is a file, not a directory");
    }

    @Test
    void makesDurableWhatWasUnpacked() throws IOException {
        Files.createFile(folder.resolve("file"));

        assertThatCode(DirectoryTarget.open(folder)::sync).doesNotThrowAnyException();
    }
}
