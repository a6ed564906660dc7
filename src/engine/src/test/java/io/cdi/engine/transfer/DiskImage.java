// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.testkit.QemuImg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/// The images as `qemu-img convert` makes them of one disk.
enum DiskImage {
    RAW("raw", ""),
    QCOW2("qcow2", ""),
    QCOW2_DEFLATE("qcow2", "-c"),
    QCOW2_ZSTD("qcow2", "-c -o compression_type=zstd"),
    VMDK("vmdk", ""),
    VMDK_STREAM("vmdk", "-o subformat=streamOptimized"),
    VDI("vdi", ""),
    VHD("vpc", "-o force_size=on"),
    VHD_FIXED("vpc", "-o subformat=fixed,force_size=on"),
    VHDX("vhdx", ""),
    VHDX_FIXED("vhdx", "-o subformat=fixed");

    static final long DISK_BYTES = 40 << 20;

    private final String format;
    private final String options;

    DiskImage(String format, String options) {
        this.format = format;
        this.options = options;
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Makes all images of a disk, each with its name, in a folder.
    static void makeAll(Path disk, Path folder) {
        for (DiskImage image : values()) {
            String[] options = image.options.isEmpty() ? new String[0] : image.options.split(" ", -1);
            QemuImg.convert(disk, "raw", folder.resolve(image.fileName()), image.format, options);
        }
    }

    /// Holes, random data and repeated bytes, so that every format has something to leave out and to compress.
    ///
    /// @return the file
    static Path randomDisk(Path raw) throws IOException {
        QemuImg.create(raw, "raw", DISK_BYTES);
        Random random = new Random(42);
        try (FileChannel channel = FileChannel.open(raw, StandardOpenOption.WRITE)) {
            for (int i = 0; i < 60; i++) {
                byte[] content = new byte[1 + random.nextInt(400_000)];
                if (i % 2 == 0) {
                    random.nextBytes(content);
                } else {
                    Arrays.fill(content, (byte) i);
                }
                channel.write(ByteBuffer.wrap(content), (long) (random.nextDouble() * (DISK_BYTES - content.length)));
            }
        }
        return raw;
    }
}
