// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void saysWhatStandsInTheWay() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("etc/hosts/old")).getParent();
        try (StagedDirectory directory = StagedDirectory.open(folder)) {
            Path stage = directory.stage().path();
            Files.writeString(Files.createDirectory(stage.resolve("etc")).resolve("hosts"), "new");

            assertThatThrownBy(directory::commit)
                    .isInstanceOf(VolumeException.class)
                    .hasMessage(
                            "put the unpacked files into %s: %s is a directory with content, and a file among them;"
                                    + " remove one of the two",
                            folder.toRealPath(), inTheWay);
        }
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
    void movesAndRemovesDirectoriesThatTheirOwnerMayNotWriteTo() throws IOException, InterruptedException {
        PlainUser.run(DirectoryWriter.class, folder.toString());

        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactlyInAnyOrder(folder.resolve("shut"), folder.resolve("dark"));
        }
        assertThat(folder.resolve("shut/inner/file")).hasContent("new");
        assertThat(folder.resolve("dark/file")).hasContent("new");
        assertThat(Files.getAttribute(folder.resolve("shut"), "unix:mode")).isEqualTo(0042555);
        assertThat(Files.getAttribute(folder.resolve("shut/inner"), "unix:mode"))
                .isEqualTo(0040500);
        assertThat(Files.getAttribute(folder.resolve("dark"), "unix:mode")).isEqualTo(0040111);
    }

    /// Puts the same content into a directory twice, the second time over the first, and then fails once: what was
    /// staged is left to the next one.
    static final class DirectoryWriter {

        /// @param words the directory
        public static void main(String[] words) throws IOException {
            Path target = Path.of(words[0]);
            for (int time = 0; time < 2; time++) {
                try (StagedDirectory directory = StagedDirectory.open(target)) {
                    fill(directory.stage().path());
                    directory.commit();
                }
            }
            Path left = Files.createDirectory(target.resolve(".cdi-unpacking"));
            fill(left);
            StagedDirectory.open(target).close();
        }

        private static void fill(Path stage) throws IOException {
            for (String name : List.of("shut/inner", "dark")) {
                Path directory = Files.createDirectories(stage.resolve(name));
                Files.writeString(directory.resolve("file"), "new");
            }
            Files.setAttribute(stage.resolve("shut/inner"), "unix:mode", 0500);
            Files.setAttribute(stage.resolve("shut"), "unix:mode", 02555);
            Files.setAttribute(stage.resolve("dark"), "unix:mode", 0111);
        }
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
