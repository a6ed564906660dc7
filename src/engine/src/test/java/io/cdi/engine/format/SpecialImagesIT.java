// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.raw.RawReader;
import io.cdi.testkit.Command;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Images of `qemu-img` that are not the usual ones: fixed VHDs, very large disks, and what is refused.
class SpecialImagesIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"subformat=fixed", "subformat=fixed,force_size=on"})
    void readsFixedVhdsAsRawWithoutFooter(String options) throws IOException {
        Path raw = Images.randomRaw(folder.resolve("raw"), 9 << 20, new Random(3));
        Path image = QemuImg.convert(raw, "raw", folder.resolve("fixed.vhd"), "vpc", "-o", options);
        Path expected = QemuImg.convert(image, "vpc", folder.resolve("expected"), "raw");
        byte[] bytes = Files.readAllBytes(image);

        for (ImageInput input : new ImageInput[] {Inputs.piped(bytes), Inputs.counted(bytes), Inputs.seekable(bytes)}) {
            RawReader reader = RawReader.open(input);
            Path actual = CheckedSink.toFile(reader, folder.resolve("actual"));

            assertThat(Files.mismatch(actual, expected)).isEqualTo(-1);
            assertThat(reader.format()).isEqualTo(DiskFormat.VHD);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "VHD; 2000G; subformat=dynamic,force_size=on",
                "VHDX; 63T; subformat=dynamic",
                "VHDX; 2T; block_size=1048576",
                "VDI; 8T; static=off",
                "VMDK; 2T; subformat=monolithicSparse",
            })
    void readsVeryLargeDisks(DiskFormat format, String size, String options) throws IOException {
        Path image = folder.resolve("large");
        Command.run("qemu-img", "create", "-q", "-f", format.qemuName(), "-o", options, image, size);
        long gib = 1L << 30;
        QemuImg.io(image, format.qemuName(), "write -P 1 1500G 64k", "write -P 2 0 64k", "write -P 3 100G 64k");

        assertThat(written(format, image)).contains(0L, 100 * gib, 1500 * gib).hasSizeLessThan(200);
    }

    @Test
    void readsLargeStreamOptimizedDisks() throws IOException {
        Path raw = QemuImg.create(folder.resolve("raw"), "raw", 300L << 30);
        QemuImg.io(raw, "raw", "write -P 1 0 64k", "write -P 2 299G 128k");
        Path image = QemuImg.convert(raw, "raw", folder.resolve("large"), "vmdk", "-o", "subformat=streamOptimized");

        assertThat(written(DiskFormat.VMDK, image)).containsExactly(0L, 299L << 30, (299L << 30) + 65_536);
    }

    @ParameterizedTest
    @CsvSource({
        "monolithicFlat, only the description",
        "twoGbMaxExtentSparse, only the description",
        "twoGbMaxExtentFlat, only the description"
    })
    void refusesDescriptionsOfSplitDisks(String subformat, String reason) throws IOException {
        Path image = QemuImg.create(folder.resolve("split.vmdk"), "vmdk", 1 << 20, "-o", "subformat=" + subformat);

        assertRefused(DiskFormat.VMDK, image, reason);
        assertThat(DiskFormats.detect(Files.readAllBytes(image))).isEqualTo(DiskFormat.VMDK);
    }

    @Test
    void refusesAPartOfASplitDisk() throws IOException {
        QemuImg.create(folder.resolve("split.vmdk"), "vmdk", 1 << 20, "-o", "subformat=twoGbMaxExtentSparse");

        assertRefused(DiskFormat.VMDK, folder.resolve("split-s001.vmdk"), "one of several files");
    }

    @Test
    void refusesSnapshots() throws IOException {
        Path base = QemuImg.create(folder.resolve("base.vmdk"), "vmdk", 1 << 20);
        Path snapshot = folder.resolve("snapshot.vmdk");
        Command.run("qemu-img", "create", "-q", "-f", "vmdk", "-b", base, "-F", "vmdk", snapshot);

        assertRefused(DiskFormat.VMDK, snapshot, "snapshot");
    }

    @Test
    void noticesThatAStreamOptimizedImageIsCutOffBetweenGrains() throws IOException {
        Path raw = Images.randomRaw(folder.resolve("raw"), 9 << 20, new Random(4));
        Path image = QemuImg.convert(raw, "raw", folder.resolve("image"), "vmdk", "-o", "subformat=streamOptimized");
        byte[] bytes = Files.readAllBytes(image);

        for (int length = 65_536; length < bytes.length; length += 512 * 37) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            Read.refusal(DiskFormat.VMDK, cut).hasMessageContaining("cut off");
        }
    }

    private static List<Long> written(DiskFormat format, Path image) throws IOException {
        try (ImageInput input = Inputs.piped(image)) {
            return Read.written(Images.open(format, input));
        }
    }

    private static void assertRefused(DiskFormat format, Path image, String reason) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        assertThatThrownBy(() -> Images.open(format, Inputs.piped(bytes)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }
}
