// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.PieceStream;
import io.cdi.engine.TransferException;
import io.cdi.engine.packing.PeekableStream;
import io.cdi.scratch.DirectoryTarget;
import io.cdi.scratch.VolumeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarExtractorTest {

    @TempDir
    Path folder;

    private Path target;
    private Path outside;

    @BeforeEach
    void makeTheTargetAndAFileBesideIt() throws IOException {
        target = Files.createDirectory(folder.resolve("target"));
        outside = Files.writeString(folder.resolve("outside"), "untouched");
    }

    @Test
    void makesFilesDirectoriesAndLinks() throws IOException {
        byte[] tar = new TarBytes()
                .directory("dir/", 0750)
                .file("dir/file", 0640, "content")
                .symbolicLink("dir/soft", "../anywhere")
                .hardLink("hard", "dir/file")
                .bytes();

        Extraction extraction = extract(tar);

        assertThat(extraction).isEqualTo(new Extraction(4, 7, 0));
        assertThat(target.resolve("dir/file")).hasContent("content");
        assertThat(Files.readSymbolicLink(target.resolve("dir/soft"))).isEqualTo(Path.of("../anywhere"));
        assertThat(Files.isSameFile(target.resolve("hard"), target.resolve("dir/file")))
                .isTrue();
        assertThat(mode("dir")).isEqualTo(0750);
        assertThat(mode("dir/file")).isEqualTo(0640);
    }

    @Test
    void keepsTimesAndSpecialBitsOfModes() throws IOException {
        byte[] tar = new TarBytes()
                .directory("shut", 01555)
                .file("shut/program", 04755, "content")
                .bytes();

        extract(tar);

        assertThat(mode("shut")).isEqualTo(01555);
        assertThat(mode("shut/program")).isEqualTo(04755);
        FileTime then = FileTime.from(Instant.ofEpochSecond(TarBytes.MODIFIED_SECONDS));
        assertThat(Files.getLastModifiedTime(target.resolve("shut/program"))).isEqualTo(then);
        assertThat(Files.getLastModifiedTime(target.resolve("shut"))).isEqualTo(then);
    }

    @ParameterizedTest
    @ValueSource(strings = {".cdi-unpacking", "./.cdi-unpacking/file", ".cdi-unpacking.lock"})
    void refusesTheNamesOfTheStage(String name) throws IOException {
        byte[] tar = new TarBytes().file(name, 0644, "content").bytes();

        assertThatThrownBy(() -> extract(tar))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(
                        "the entry '" + name + "' has a name that unpacking needs for its own files; pack the archive");
    }

    @Test
    void lastEntryOfANameWinsWithoutTouchingHardLinksToTheFirst() throws IOException {
        byte[] tar = new TarBytes()
                .file("a", 0644, "first")
                .hardLink("b", "a")
                .file("a", 0644, "second")
                .bytes();

        extract(tar);

        assertThat(target.resolve("a")).hasContent("second");
        assertThat(target.resolve("b")).hasContent("first");
    }

    @Test
    void replacesASymbolicLinkInsteadOfFollowingIt() throws IOException {
        Files.createSymbolicLink(target.resolve("existing"), outside);
        Files.createSymbolicLink(target.resolve("folder"), folder);
        byte[] tar = new TarBytes()
                .file("existing", 0644, "new")
                .symbolicLink("own", outside.toString())
                .file("own", 0644, "new")
                .directory("folder/", 0755)
                .file("folder/outside", 0644, "new")
                .bytes();

        extract(tar);

        assertThat(outside).hasContent("untouched");
        assertThat(target.resolve("existing")).hasContent("new");
        assertThat(target.resolve("own")).hasContent("new");
        assertThat(target.resolve("folder/outside")).hasContent("new");
    }

    @Test
    void takesLeadingSlashesOff() throws IOException {
        extract(new TarBytes().file("//etc/./file", 0644, "content").bytes());

        assertThat(target.resolve("etc/file")).hasContent("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/../outside", "a/..", ".."})
    void refusesNamesThatLeadUp(String name) throws IOException {
        byte[] tar = new TarBytes().file(name, 0644, "evil").bytes();

        assertThatThrownBy(() -> extract(tar))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("extract test: the entry '" + name
                        + "' leads out of the directory; pack the archive without it");
        assertThat(outside).hasContent("untouched");
    }

    @Test
    void refusesToWriteThroughSymbolicLinksOfTheArchive() throws IOException {
        byte[] tar = new TarBytes()
                .symbolicLink("door", folder.toString())
                .file("door/outside", 0644, "evil")
                .bytes();

        assertThatThrownBy(() -> extract(tar))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("'door/outside' leads through a symbolic link");
        assertThat(outside).hasContent("untouched");
    }

    @Test
    void refusesToWriteThroughSymbolicLinksThatWereThere() throws IOException {
        Files.createSymbolicLink(target.resolve("door"), folder);
        byte[] tar = new TarBytes().file("door/sub/file", 0644, "evil").bytes();

        assertThatThrownBy(() -> extract(tar)).hasMessageContaining("leads through a symbolic link");
        assertThat(folder.resolve("sub")).doesNotExist();
    }

    @Test
    void refusesHardLinksToTheOutside() throws IOException {
        byte[] up = new TarBytes().hardLink("link", "../outside").bytes();
        byte[] through = new TarBytes()
                .symbolicLink("door", "..")
                .hardLink("link", "door/outside")
                .bytes();
        byte[] absolute = new TarBytes().hardLink("link", outside.toString()).bytes();

        assertThatThrownBy(() -> extract(up)).hasMessageContaining("leads out of the directory");
        assertThatThrownBy(() -> extract(through)).hasMessageContaining("leads through a symbolic link");
        assertThatThrownBy(() -> extract(absolute)).hasMessageContaining("hard link to something that is no file");
        assertThat(target.resolve("link")).doesNotExist();
    }

    @Test
    void aHardLinkToASymbolicLinkIsTheLinkItself() throws IOException {
        byte[] tar = new TarBytes()
                .symbolicLink("soft", outside.toString())
                .hardLink("hard", "soft")
                .file("hard", 0644, "new")
                .bytes();

        extract(tar);

        assertThat(outside).hasContent("untouched");
    }

    @Test
    void doesNotReplaceADirectoryWithContent() throws IOException {
        byte[] tar = new TarBytes()
                .file("dir/file", 0644, "content")
                .symbolicLink("dir", folder.toString())
                .bytes();

        assertThatThrownBy(() -> extract(tar)).hasMessageContaining("stands where a directory with content is");
    }

    /// As `pax` and `cpio` write each name of a file.
    @Test
    void aHardLinkMayHaveContentOfItsOwn() throws IOException {
        byte[] large = new byte[5 << 20];
        byte[] tar = new TarBytes()
                .file("file", 0644, "content")
                .entry("hard", TarConstants.LF_LINK, "file", large)
                .file("next", 0644, "content")
                .bytes();

        assertThat(extract(tar)).isEqualTo(new Extraction(3, 14, 0));
        assertThat(target.resolve("hard")).hasContent("content");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void doesNotReadTheZerosOfHoles() throws IOException {
        byte[] tar = new TarBytes()
                .hollowFile("hollow", 60L << 30)
                .file("next", 0644, "content")
                .bytes();

        assertThat(extract(tar)).isEqualTo(new Extraction(2, 8, 0));
        assertThat(target.resolve("hollow")).hasSize(60L << 30);
    }

    /// `tar --listed-incremental` gives each directory a list of its files.
    @Test
    void passesOverTheListsOfIncrementalArchives() throws IOException {
        byte[] tar = new TarBytes()
                .entry("dir/", (byte) 'D', "", new byte[700])
                .file("dir/file", 0644, "content")
                .bytes();

        extract(tar);

        assertThat(target.resolve("dir/file")).hasContent("content");
    }

    @Test
    void skipsDevicesAndFifos() throws IOException {
        byte[] tar = new TarBytes()
                .special("dev/null", (byte) '3')
                .special("pipe", (byte) '6')
                .file("file", 0644, "content")
                .bytes();

        assertThat(extract(tar)).isEqualTo(new Extraction(3, 7, 2));
        assertThat(target.resolve("pipe")).doesNotExist();
    }

    @Test
    void leavesTheDirectoryItselfAsItIs() throws IOException {
        int before = mode("");

        extract(new TarBytes().directory("./", 0111).file("./file", 0644, "x").bytes());

        assertThat(mode("")).isEqualTo(before);
    }

    @Test
    void refusesWhatIsNoTarBeforeAnythingIsWritten() throws IOException {
        for (int length : new int[] {0, 1, 511, 512, 10_240}) {
            byte[] noise = new byte[length];
            new Random(length).nextBytes(noise);
            assertThatThrownBy(() -> extract(noise))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessage("extract test: it is no tar archive; for a disk image, choose the content type"
                            + " kubevirt");
        }
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void anEmptyArchiveIsFine() throws IOException {
        assertThat(extract(new TarBytes().bytes())).isEqualTo(new Extraction(0, 0, 0));
    }

    @Test
    void seesACutAnywhere() throws IOException {
        byte[] tar = new TarBytes()
                .file("a", 0644, "x".repeat(700))
                .file("n".repeat(150), 0644, "y")
                .directory("d", 0755)
                .bytes();

        for (int length = 512; length < TarBytes.endMark(tar); length += 64) {
            byte[] cut = Arrays.copyOf(tar, length);
            assertThatThrownBy(() -> extract(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessage("extract test: the archive ends too early; get a whole copy");
        }
    }

    @Test
    void blamesNobodyForAnInterrupt() throws IOException {
        byte[] tar = new TarBytes().file("a", 0644, "x".repeat(700)).bytes();
        InputStream interrupted = new SequenceInputStream(new ByteArrayInputStream(tar, 0, 600), new PieceStream() {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw new InterruptedIOException("given up");
            }
        });

        assertThatThrownBy(() -> TarExtractor.extract(
                        new PeekableStream(interrupted), "test", DirectoryTarget.open(target), ArchiveLimits.DEFAULT))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("given up");

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> extract(tar)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void survivesFlippedBytesWithoutLeavingTheDirectory() throws IOException {
        byte[] tar = new TarBytes()
                .file("a", 0644, "x".repeat(700))
                .symbolicLink("l", "..")
                .file("n".repeat(150), 0644, "y")
                .hardLink("h", "a")
                .directory("d", 0755)
                .bytes();
        Random random = new Random(1);

        for (int round = 0; round < 300; round++) {
            byte[] broken = tar.clone();
            broken[random.nextInt(tar.length)] = (byte) random.nextInt(256);
            try {
                assertThat(extract(broken).entries()).isLessThanOrEqualTo(6);
            } catch (TransferException.Permanent | VolumeException e) {
                assertThat(e).hasMessageStartingWith("extract test: ");
            }
            assertThat(outside).hasContent("untouched");
        }
        try (var places = Files.list(folder)) {
            assertThat(places).containsExactlyInAnyOrder(target, outside);
        }
    }

    @Test
    void limitsEntriesDirectoriesAndBytes() throws IOException {
        byte[] tar = new TarBytes()
                .directory("d", 0755)
                .directory("e", 0755)
                .file("f", 0644, "content")
                .bytes();

        assertThatThrownBy(() -> extract(tar, new ArchiveLimits(2, 9, 9, 100)))
                .hasMessage("extract test: it has more than 2 entries; unpack a smaller archive");
        assertThatThrownBy(() -> extract(tar, new ArchiveLimits(9, 1, 9, 100)))
                .hasMessage("extract test: it has more than 1 directories; unpack a smaller archive");
        assertThatThrownBy(() -> extract(tar, new ArchiveLimits(9, 9, 6, 100)))
                .hasMessage("extract test: it has more than 6 bytes of data; unpack a smaller archive");
        byte[] longName = new TarBytes().file("n".repeat(150), 0644, "").bytes();
        assertThatThrownBy(() -> extract(longName, new ArchiveLimits(9, 9, 9, 100)))
                .hasMessageContaining("is longer than 100 bytes");
    }

    @Test
    void refusesAFileThatCannotFitBeforeWritingIt() throws IOException {
        byte[] tar = new TarBytes().hugeFile("huge", 1L << 60).bytes();

        assertThatThrownBy(() -> extract(tar))
                .isInstanceOfSatisfying(
                        VolumeException.class, e -> assertThat(e.reason()).isEqualTo(VolumeException.Reason.NO_SPACE));
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void boundsTheMemoryOfHeaders() throws IOException {
        byte[] tar = new TarBytes().longNameHeader(64 << 20).bytes();

        assertThatThrownBy(() -> extract(tar))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("headers of more than 4 MiB");
    }

    private Extraction extract(byte[] tar) throws IOException {
        return extract(tar, ArchiveLimits.DEFAULT);
    }

    private Extraction extract(byte[] tar, ArchiveLimits limits) throws IOException {
        PeekableStream unpacked = new PeekableStream(new ByteArrayInputStream(tar));
        return TarExtractor.extract(unpacked, "test", DirectoryTarget.open(target), limits);
    }

    private int mode(String name) throws IOException {
        return (int) Files.getAttribute(target.resolve(name), "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0xFFF;
    }
}
