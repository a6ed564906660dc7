// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.raw;

import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.format.vhd.VhdFooter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a RAW disk of known or unknown length. A fixed VHD's footer at the end is taken off: its sector is held
/// back until the end is there. Where the source can seek, the footer is looked for first.
public final class RawReader implements ImageReader {

    private static final int FOOTER = VhdFooter.BYTES;
    /// Disks and most ISO images are whole pages long; any other length may have a footer in it.
    private static final long PAGE = 4096;

    private final ImageInput input;
    private final OptionalLong virtualSize;
    private boolean isVhd;

    private RawReader(ImageInput input, OptionalLong virtualSize, boolean isVhd) {
        this.input = input;
        this.virtualSize = virtualSize;
        this.isVhd = isVhd;
    }

    public static RawReader open(ImageInput input) throws IOException {
        if (input.length().isEmpty() || input.length().getAsLong() < FOOTER) {
            return new RawReader(input, input.length(), false);
        }
        long length = input.length().getAsLong();
        if (input.seekable().isEmpty()) {
            boolean maybeVhd = length % PAGE != 0;
            return new RawReader(input, maybeVhd ? OptionalLong.empty() : input.length(), false);
        }
        byte[] last = new byte[FOOTER];
        input.readAt(length - FOOTER, ByteBuffer.wrap(last));
        Optional<Long> fixedDisk = VhdFooter.fixedDisk(last, length);
        return new RawReader(input, OptionalLong.of(fixedDisk.orElse(length)), fixedDisk.isPresent());
    }

    /// RAW, or VHD as soon as the footer has been seen.
    @Override
    public DiskFormat format() {
        return isVhd ? DiskFormat.VHD : DiskFormat.RAW;
    }

    @Override
    public OptionalLong virtualSize() {
        return virtualSize;
    }

    @Override
    public long copyTo(DiskSink sink) throws IOException {
        return input.seekable().isPresent() && virtualSize.isPresent()
                ? copyKnown(sink, virtualSize.getAsLong())
                : copyToEnd(sink);
    }

    private long copyKnown(DiskSink sink, long diskBytes) throws IOException {
        long done = Math.min(input.resumeAt(), diskBytes);
        input.skipTo(done);
        while (done < diskBytes) {
            int count = (int) Math.min(DiskSink.BUFFER_BYTES, diskBytes - done);
            ByteBuffer buffer = sink.lease();
            if (input.readUpTo(buffer, count) < count) {
                throw input.truncated(done + count);
            }
            sink.write(done, buffer.flip());
            done += count;
            sink.passed(done);
        }
        return diskBytes;
    }

    /// Holds the last sector back until more has come. Only the last piece is no whole buffer.
    private long copyToEnd(DiskSink sink) throws IOException {
        byte[] window = new byte[DiskSink.BUFFER_BYTES + FOOTER];
        long diskOffset = 0;
        int held = 0;
        while (true) {
            int filled = held + input.readUpTo(window, held, window.length - held);
            if (filled < window.length) {
                return finish(sink, diskOffset, window, filled);
            }
            write(sink, diskOffset, window, 0, DiskSink.BUFFER_BYTES);
            diskOffset += DiskSink.BUFFER_BYTES;
            sink.passed(diskOffset);
            System.arraycopy(window, DiskSink.BUFFER_BYTES, window, 0, FOOTER);
            held = FOOTER;
        }
    }

    private long finish(DiskSink sink, long diskOffset, byte[] window, int filled) throws IOException {
        long fileBytes = diskOffset + filled;
        if (fileBytes < input.length().orElse(0)) {
            throw input.truncated(input.length().getAsLong());
        }
        byte[] last = Arrays.copyOfRange(window, Math.max(0, filled - FOOTER), filled);
        isVhd = VhdFooter.fixedDisk(last, fileBytes).isPresent();
        int dataBytes = isVhd ? filled - FOOTER : filled;
        for (int done = 0; done < dataBytes; done += DiskSink.BUFFER_BYTES) {
            write(sink, diskOffset + done, window, done, Math.min(dataBytes - done, DiskSink.BUFFER_BYTES));
        }
        return diskOffset + dataBytes;
    }

    private static void write(DiskSink sink, long diskOffset, byte[] bytes, int from, int count) throws IOException {
        ByteBuffer buffer = sink.lease();
        sink.write(diskOffset, buffer.put(bytes, from, count).flip());
    }
}
