// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// VHDX images that are valid but as `qemu-img` never leaves them.
public final class VhdxSurgery {

    private static final int[] HEADERS = {64 << 10, 128 << 10};
    private static final int HEADER_BYTES = 4096;
    private static final int CHECKSUM_FIELD = 4;
    private static final int SEQUENCE_FIELD = 8;
    private static final int LOG_FIELD = 48;

    private VhdxSurgery() {}

    /// Makes an image say that its writer died: its newer header names a log that is to be replayed first. The log has
    /// no entries.
    public static void leaveUnclosed(Path image) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer first = read(channel, HEADERS[0]);
            ByteBuffer second = read(channel, HEADERS[1]);
            boolean secondIsNewer = second.getLong(SEQUENCE_FIELD) > first.getLong(SEQUENCE_FIELD);
            ByteBuffer header = secondIsNewer ? second : first;
            header.putLong(LOG_FIELD, 1).putInt(CHECKSUM_FIELD, 0);
            CRC32C checksum = new CRC32C();
            checksum.update(header.duplicate());
            header.putInt(CHECKSUM_FIELD, (int) checksum.getValue());
            channel.write(header, HEADERS[secondIsNewer ? 1 : 0]);
        }
    }

    private static ByteBuffer read(FileChannel channel, int position) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(header, position);
        return header.rewind();
    }
}
