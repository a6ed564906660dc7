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

    /// Holds each buffer back until a sector of the next one has come: so the last sector is still at hand at
    /// the end.
    private long copyToEnd(DiskSink sink) throws IOException {
        ByteBuffer held = sink.lease();
        long heldAt = 0;
        input.readUpTo(held, DiskSink.BUFFER_BYTES);
        while (true) {
            ByteBuffer next = sink.lease();
            int count = held.hasRemaining() ? 0 : input.readUpTo(next, DiskSink.BUFFER_BYTES);
            if (count < FOOTER) {
                return finish(sink, heldAt, held.flip(), next.flip());
            }
            sink.write(heldAt, held.flip());
            heldAt += DiskSink.BUFFER_BYTES;
            sink.passed(heldAt);
            held = next;
        }
    }

    /// @param next what came behind `held`, less than a sector
    private long finish(DiskSink sink, long heldAt, ByteBuffer held, ByteBuffer next) throws IOException {
        long fileBytes = heldAt + held.limit() + next.limit();
        if (fileBytes < input.length().orElse(0)) {
            throw input.truncated(input.length().getAsLong());
        }
        ByteBuffer last = ByteBuffer.allocate(FOOTER);
        int inHeld = Math.min(FOOTER - next.limit(), held.limit());
        last.put(held.slice(held.limit() - inHeld, inHeld)).put(next.duplicate());
        isVhd = VhdFooter.fixedDisk(Arrays.copyOf(last.array(), last.position()), fileBytes)
                .isPresent();
        long diskBytes = isVhd ? fileBytes - FOOTER : fileBytes;
        sink.write(heldAt, held.limit((int) Math.min(held.limit(), diskBytes - heldAt)));
        long nextAt = Math.min(diskBytes, heldAt + held.capacity());
        sink.write(nextAt, next.limit((int) Math.min(next.limit(), diskBytes - nextAt)));
        return diskBytes;
    }
}
