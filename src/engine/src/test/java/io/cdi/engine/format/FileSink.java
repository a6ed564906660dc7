// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// A sink that writes to a sparse file at once, in the calling thread, and refuses every byte outside the disk.
public final class FileSink implements DiskSink, AutoCloseable {

    private final FileChannel file;
    private final long diskBytes;
    private long dataBytes;
    private long passed;

    public FileSink(Path raw, long diskBytes) throws IOException {
        this.file = FileChannel.open(
                raw, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        this.diskBytes = diskBytes;
        if (diskBytes > 0) {
            file.write(ByteBuffer.allocate(1), diskBytes - 1);
        }
    }

    @Override
    public ByteBuffer lease() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES);
    }

    @Override
    public void put(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec) throws IOException {
        for (Piece piece : pieces) {
            assertThat(piece.diskOffset()).isBetween(0L, diskBytes - piece.diskLength());
            ByteBuffer bytes = leased.slice(piece.offset(), piece.length());
            if (piece.packed()) {
                ByteBuffer into = ByteBuffer.allocateDirect(piece.diskLength());
                codec.unpack(bytes, into.duplicate());
                bytes = into;
            }
            dataBytes += bytes.remaining();
            file.write(bytes, piece.diskOffset());
        }
    }

    @Override
    public void passed(long fileOffset) {
        assertThat(fileOffset).isGreaterThanOrEqualTo(passed);
        passed = fileOffset;
    }

    /// How many bytes of data came.
    public long dataBytes() {
        return dataBytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
