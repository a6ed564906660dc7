// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// qcow2 images that are valid but as `qemu-img` never writes them.
public final class Qcow2Surgery {

    private static final int L1_OFFSET_FIELD = 40;
    private static final int CLUSTER = 65536;
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final long COPIED = 1L << 63;
    private static final int DATA_BYTES = 24 << 20;

    private Qcow2Surgery() {}

    /// An image whose only L2 table stands behind 24 MiB of data, more than a forward pass keeps.
    ///
    /// @param folder for a temporary file
    public static Path withTableAtEnd(Path image, Path folder) throws IOException {
        Path raw = Files.createTempFile(folder, "full", ".raw");
        byte[] content = new byte[DATA_BYTES];
        new Random(3).nextBytes(content);
        Files.write(raw, content);
        QemuImg.convert(raw, "raw", image, "qcow2");
        Files.delete(raw);
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
            channel.read(number, L1_OFFSET_FIELD);
            long l1Offset = number.getLong(0);
            channel.read(number.clear(), l1Offset);
            ByteBuffer table = ByteBuffer.allocate(CLUSTER);
            channel.read(table, number.getLong(0) & OFFSET_MASK);
            long end = Math.ceilDiv(channel.size(), CLUSTER) * CLUSTER;
            channel.write(table.flip(), end);
            channel.write(number.clear().putLong(end | COPIED).flip(), l1Offset);
        }
        return image;
    }
}
