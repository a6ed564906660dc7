// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Good images of `qemu-img`, cut off and with changed bytes in their headers and tables: each is read to a
/// [TransferException] or to the end, with no byte outside the disk ([CheckedSink] sees to that), in bounded
/// time and memory.
class BrokenImagesIT {

    private static final long DISK = (3 << 19) + 512;
    private static final int ROUNDS = 500;

    @TempDir
    Path folder;

    @ParameterizedTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @CsvSource(
            delimiter = ';',
            value = {
                "VHD; subformat=dynamic; 2048",
                "VHD; subformat=dynamic,force_size=on; 2048",
                "VHDX; block_size=1048576; 524288",
                "VDI; static=off; 1024",
                "VMDK; subformat=monolithicSparse; 65536",
                "VMDK; subformat=streamOptimized; 65536",
            })
    void areNeverReadOutOfBounds(DiskFormat format, String options, int frontBytes) throws IOException {
        Path raw = Images.randomRaw(folder.resolve("raw"), DISK, new Random(1));
        Path file = QemuImg.convert(raw, "raw", folder.resolve("image"), format.qemuName(), "-o", options);
        byte[] image = Files.readAllBytes(file);
        Random random = new Random(options.hashCode());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] broken = round % 5 == 0 ? cutOff(image, random) : changed(image, frontBytes, random);
            refused += isRefused(format, broken) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private static boolean isRefused(DiskFormat format, byte[] image) throws IOException {
        try {
            for (ImageInput input : List.of(Inputs.piped(image), Inputs.seekable(image))) {
                CheckedSink.check(Images.open(format, input));
            }
            return false;
        } catch (TransferException e) {
            assertThat(e.getMessage()).doesNotContain("null", "\n");
            return true;
        }
    }

    private static byte[] cutOff(byte[] image, Random random) {
        int length = random.nextBoolean() ? random.nextInt(image.length) : random.nextInt(8192);
        return Arrays.copyOf(image, Math.min(length, image.length));
    }

    /// Changes up to three numbers that are not zero already, since those are in use, or any byte.
    private static byte[] changed(byte[] image, int frontBytes, Random random) {
        byte[] changed = image.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int place = random.nextInt(Math.min(frontBytes, image.length));
            for (int tries = 0; tries < 5000 && changed[place] == 0; tries++) {
                place = random.nextInt(Math.min(frontBytes, image.length));
            }
            int length = 1 + random.nextInt(4);
            for (int at = place; at < Math.min(place + length, image.length); at++) {
                changed[at] = (byte) (random.nextInt(3) == 0 ? -1 : random.nextInt());
            }
        }
        return changed;
    }
}
