// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.scratch.VolumeException;
import io.cdi.scratch.VolumeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an import says of bytes that are of no use.
class ImporterTest {

    private static final VolumeOptions SMALL = new VolumeOptions(OptionalLong.of(1 << 20), 0, false, false);

    @TempDir
    Path folder;

    @Test
    void refusesAnImageWithoutAByte() throws IOException {
        assertThatThrownBy(() -> run(new byte[0], Content.DISK, VolumeOptions.DEFAULT, Optional.empty()))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("could not process image header: EOF");
        assertThatThrownBy(() -> run(gzip(new byte[0]), Content.DISK, VolumeOptions.DEFAULT, Optional.empty()))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("could not process image header: EOF");
        assertThat(folder.resolve("disk.img")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511})
    void refusesAnImageOfLessThanASector(int bytes) {
        assertThatThrownBy(() -> run(new byte[bytes], Content.DISK, VolumeOptions.DEFAULT, Optional.empty()))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("could not process image header: unexpected EOF")
                .hasMessageContaining("only " + bytes + " bytes");
    }

    @Test
    void refusesWhatIsNoDiskImage() throws Exception {
        byte[] zip = random(1 << 20);
        System.arraycopy(new byte[] {'P', 'K', 3, 4}, 0, zip, 0, 4);

        for (byte[] image : List.of(zip, gzip(zip))) {
            assertThatThrownBy(() -> run(image, Content.DISK, VolumeOptions.DEFAULT, Optional.empty()))
                    .isInstanceOf(TransferException.BadImage.class)
                    .hasMessageContaining("this is a ZIP archive, not a disk image");
        }
        assertThat(folder.resolve("disk.img")).doesNotExist();
    }

    @Test
    void importsASector() throws IOException {
        run(new byte[512], Content.DISK, VolumeOptions.DEFAULT, Optional.empty());

        assertThat(folder.resolve("disk.img")).exists();
    }

    @ParameterizedTest
    @EnumSource(Content.class)
    void tellsThatTheChecksumDiffersWhenPackedBytesAreBroken(Content content) throws Exception {
        byte[] good = gzip(random(3 << 20));
        for (int broken : new int[] {2, 2 << 20}) {
            byte[] bad = good.clone();
            bad[broken] ^= 0x10;

            assertThatThrownBy(() -> run(bad, content, VolumeOptions.DEFAULT, Optional.of(sha256(good))))
                    .isInstanceOf(TransferException.Integrity.class)
                    .hasMessageContaining(
                            "checksum mismatch: expected " + sha256(good) + ", calculated " + sha256(bad));
        }
    }

    @Test
    void tellsThatTheChecksumDiffersWhenTheSizeInTheHeaderIsBroken() throws Exception {
        byte[] good = Arrays.copyOf("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1), 1 << 20);
        good[7] = 3;
        byte[] bad = good.clone();
        bad[26] = 1;

        assertThatThrownBy(() -> run(bad, Content.DISK, SMALL, Optional.of(sha256(good))))
                .isInstanceOf(TransferException.Integrity.class);
    }

    @Test
    void tellsWhatIsWrongWithAnImageWhoseChecksumIsRight() throws Exception {
        byte[] broken = gzip(random(3 << 20));
        broken[2 << 20] ^= 0x10;
        byte[] large = random(3 << 20);

        assertThatThrownBy(() -> run(broken, Content.DISK, VolumeOptions.DEFAULT, Optional.of(sha256(broken))))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("the packed data are corrupt");
        assertThatThrownBy(() -> run(large, Content.DISK, SMALL, Optional.of(sha256(large))))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("A larger PVC is required");
        assertThatThrownBy(() -> run(large, Content.ARCHIVE, VolumeOptions.DEFAULT, Optional.of(sha256(large))))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("it is no tar archive");
    }

    @Test
    void tellsAtOnceThatThereIsNoFolderForScratch() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() ->
                        run(new byte[512], Content.DISK, VolumeOptions.DEFAULT, Optional.empty(), Optional.of(missing)))
                .isInstanceOf(VolumeException.class)
                .hasMessage("make scratch space in " + missing + ": the folder " + missing
                        + " does not exist; make it first");
    }

    private void run(byte[] image, Content content, VolumeOptions volume, Optional<Checksum> checksum)
            throws IOException {
        run(image, content, volume, checksum, Optional.empty());
    }

    private void run(
            byte[] image, Content content, VolumeOptions volume, Optional<Checksum> checksum, Optional<Path> scratch)
            throws IOException {
        Path source = Files.write(folder.resolve("image"), image);
        new Importer(Map.of())
                .run(
                        new ImportRequest(
                                new Source.LocalFile(source),
                                Source.Effort.DEFAULT,
                                folder.resolve(content == Content.DISK ? "disk.img" : "files"),
                                volume,
                                content,
                                checksum,
                                ImportRequest.Engine.AUTO,
                                scratch),
                        new Progress());
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static Checksum sha256(byte[] bytes) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Checksum(Checksum.Algorithm.SHA256, HexFormat.of().formatHex(hash));
    }
}
