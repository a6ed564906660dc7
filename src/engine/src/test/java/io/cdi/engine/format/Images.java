// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.format.raw.RawReader;
import io.cdi.engine.format.vdi.VdiReader;
import io.cdi.engine.format.vhd.VhdReader;
import io.cdi.engine.format.vhdx.VhdxReader;
import io.cdi.engine.format.vmdk.VmdkReader;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Disk images made by `qemu-img`, and the question whether we read them as it does.
public final class Images {

    private Images() {}

    /// A reader for a format that this package's tests are about.
    public static ImageReader open(DiskFormat format, ImageInput input) throws IOException {
        return switch (format) {
            case RAW -> RawReader.open(input);
            case VHD -> VhdReader.open(input);
            case VHDX -> VhdxReader.open(input);
            case VDI -> VdiReader.open(input);
            case VMDK -> VmdkReader.open(input);
            case QCOW2 -> throw new IllegalArgumentException("qcow2 has tests of its own");
        };
    }

    /// Converts an image from a pipe, from an archive and from a file, and compares each disk, size and all,
    /// with what `qemu-img convert` makes of it.
    public static void assertReadAsByQemu(Path image, DiskFormat format, Path folder) throws IOException {
        Path expected = QemuImg.convert(image, format.qemuName(), folder.resolve("expected.raw"), "raw");
        byte[] bytes = Files.readAllBytes(image);
        for (ImageInput input : List.of(Inputs.piped(bytes), Inputs.counted(bytes), Inputs.seekable(bytes))) {
            Path actual = CheckedSink.toFile(open(format, input), folder.resolve("actual.raw"));
            assertThat(Files.size(actual)).isEqualTo(Files.size(expected));
            assertThat(Files.mismatch(actual, expected)).isEqualTo(-1);
        }
    }

    /// Writes through `qemu-io` at random places, in random order.
    public static void writeRandomly(Path image, DiskFormat format, long diskBytes, Random random) {
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            long offset = random.nextLong(diskBytes / 512) * 512;
            long length = Math.min(diskBytes - offset, (1 + random.nextInt(4000)) * 512L);
            String zero = random.nextInt(6) == 0 ? "-z" : "-P " + (1 + random.nextInt(255));
            commands.add("write " + zero + " " + offset + " " + length);
        }
        QemuImg.io(image, format.qemuName(), commands.toArray(String[]::new));
    }

    /// A sparse RAW disk with islands of data, some of them easy to compress.
    public static Path randomRaw(Path file, long diskBytes, Random random) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(diskBytes);
            for (int i = 0; i < 12; i++) {
                byte[] island = new byte[(1 + random.nextInt(3000)) * 512];
                if (random.nextBoolean()) {
                    random.nextBytes(island);
                } else {
                    java.util.Arrays.fill(island, (byte) (1 + random.nextInt(255)));
                }
                long offset = random.nextLong(diskBytes / 512) * 512;
                raw.seek(offset);
                raw.write(island, 0, (int) Math.min(island.length, diskBytes - offset));
            }
        }
        return file;
    }
}
