// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;

/// Reads images of a few kilobytes whole, in memory.
public final class Read {

    private Read() {}

    /// The disk in an image that comes through a pipe.
    public static byte[] disk(DiskFormat format, byte[] image) throws IOException {
        return disk(Images.open(format, Inputs.piped(image)));
    }

    /// The disk that a reader makes, at most 64 MiB.
    public static byte[] disk(ImageReader reader) throws IOException {
        ByteBuffer disk = ByteBuffer.allocate((int) reader.virtualSize().orElse(64 << 20));
        long size = CheckedSink.run(reader, (offset, bytes) -> disk.put((int) offset, bytes, 0, bytes.remaining()));
        byte[] bytes = new byte[(int) size];
        disk.get(0, bytes);
        return bytes;
    }

    /// Where on the disk a reader writes.
    public static List<Long> written(ImageReader reader) throws IOException {
        List<Long> offsets = new ArrayList<>();
        CheckedSink.run(reader, (offset, bytes) -> offsets.add(offset));
        return offsets;
    }

    /// Reads, from a pipe and from a file, what cannot be read, and takes the error; both are the same.
    public static AbstractThrowableAssert<?, ? extends Throwable> refusal(DiskFormat format, byte[] image) {
        assertThatThrownBy(() -> CheckedSink.check(Images.open(format, Inputs.piped(image))))
                .isInstanceOf(TransferException.class);
        return assertThatThrownBy(() -> CheckedSink.check(Images.open(format, Inputs.seekable(image))))
                .isInstanceOf(TransferException.class)
                .hasMessageStartingWith("read test: ")
                .hasMessageMatching("[^\\n]*; [^\\n]*");
    }
}
