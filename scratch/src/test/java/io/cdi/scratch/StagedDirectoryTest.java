// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void showsNothingBeforeTheCommit() throws IOException {
        Path target = folder.resolve("site");
        try (StagedDirectory directory = StagedDirectory.open(target)) {
            Files.writeString(directory.stage().path().resolve("index.html"), "new");
            assertThat(target.resolve("index.html")).doesNotExist();

            directory.commit();
        }
        assertThat(target).isDirectoryContaining(path -> path.endsWith("index.html"));
        try (var entries = Files.list(target)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void keepsWhatTheNewContentDoesNotName() throws IOException {
        Files.createDirectories(folder.resolve("etc/old"));
        Files.writeString(folder.resolve("etc/hosts"), "old");
        Files.writeString(folder.resolve("etc/old/motd"), "kept");
        try (StagedDirectory directory = StagedDirectory.open(folder)) {
            Path stage = directory.stage().path();
            Files.createDirectories(stage.resolve("etc/new"));
            Files.writeString(stage.resolve("etc/hosts"), "new");
            directory.commit();
        }

        assertThat(folder.resolve("etc/hosts")).hasContent("new");
        assertThat(folder.resolve("etc/old/motd")).hasContent("kept");
        assertThat(folder.resolve("etc/new")).isDirectory();
    }

    @Test
    void removesWhatWasNotCommittedAndWhatAKilledProcessLeft() throws IOException {
        try (StagedDirectory directory = StagedDirectory.open(folder)) {
            Files.createDirectories(directory.stage().path().resolve("a/b"));
        }
        assertThat(folder).isEmptyDirectory();

        Files.createDirectories(folder.resolve(".cdi-unpacking/half"));
        Files.createFile(folder.resolve(".cdi-unpacking.lock"));
        try (StagedDirectory next = StagedDirectory.open(folder)) {
            assertThat(next.stage().path()).isEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesASecondWriterAndLeavesTheFirstAlone() throws IOException {
        try (StagedDirectory first = StagedDirectory.open(folder)) {
            Files.writeString(first.stage().path().resolve("motd"), "first");

            assertThatThrownBy(() -> StagedDirectory.open(folder))
                    .isInstanceOfSatisfying(
                            VolumeException.class,
                            second -> assertThat(second.reason()).isEqualTo(Reason.BUSY))
                    .hasMessage(
                            "unpack to " + folder + ": another process is writing to it; wait until that has ended");
            first.commit();
        }

        assertThat(folder.resolve("motd")).hasContent("first");
        StagedDirectory.open(folder).close();
        assertThat(folder).isDirectoryNotContaining("glob:**/.cdi-unpacking*");
    }

    @Test
    void refusesATargetThatIsNoDirectory() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> StagedDirectory.open(file)).isInstanceOf(VolumeException.class);
        assertThatThrownBy(() -> StagedDirectory.open(folder.resolve("absent/site")))
                .isInstanceOf(VolumeException.class)
                .hasMessageContaining("does not exist");
    }
}
