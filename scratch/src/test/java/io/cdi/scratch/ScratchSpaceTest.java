// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchSpaceTest {

    @TempDir
    Path folder;

    @Test
    void isPrivateAndGoesAway() throws IOException {
        try (ScratchSpace scratch = ScratchSpace.create(folder, 1000)) {
            Files.write(scratch.file(), new byte[1000]);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.file())))
                    .isEqualTo("rw-------");
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void hasAnAbsoluteNameInARelativeFolder() throws IOException {
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());

        try (ScratchSpace scratch = ScratchSpace.create(relative, 0)) {
            assertThat(scratch.file()).isAbsolute().exists();
        }
    }

    @Test
    void removesWhatDeadProcessesLeftAndNothingElse() throws IOException {
        Path left = Files.createFile(folder.resolve(".cdi-scratch-dead"));
        Path leftLock = Files.createFile(folder.resolve(".cdi-scratch-dead.lock"));
        Path foreign = Files.createFile(folder.resolve("foreign"));

        try (ScratchSpace first = ScratchSpace.create(folder, 0);
                ScratchSpace second = ScratchSpace.create(folder, 0)) {
            assertThat(left).doesNotExist();
            assertThat(leftLock).doesNotExist();
            assertThat(foreign).exists();
            assertThat(first.file()).exists();
            assertThat(second.file()).exists();
        }
    }

    @Test
    void saysWhenThereIsNoRoom() {
        assertThatThrownBy(() -> ScratchSpace.create(folder, 1L << 60))
                .isInstanceOf(VolumeException.class)
                .hasMessageContaining("make scratch space of 1 EiB")
                .hasMessageContaining("free space or use a larger scratch volume");
        assertThatThrownBy(() -> ScratchSpace.create(folder.resolve("none"), 0))
                .hasMessageContaining("does not exist; make it first");
    }
}
