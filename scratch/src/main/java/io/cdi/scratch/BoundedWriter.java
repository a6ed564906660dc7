// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Writes to a file or device without filling the page cache, in one of two lanes.
///
/// - **Direct**, for the long aligned part of a write: no copy, no cache, a sixth of the CPU time.
/// - **Buffered**, for short writes and for the edges of long ones. Each time a window of 16 MiB has been
/// written, the kernel is told to write that window and to drop the one before: it never has to hold more
/// than two.
///
/// The lanes never share a page: direct ranges are aligned to 64 KiB on the disk, the largest page size of
/// Linux machines. (Where they did, a direct write could collide with a dirty page and make `fsync` fail.)
/// `DESIGN.md` has the figures behind the limits.
final class BoundedWriter implements Closeable {

    /// Shorter pieces are quicker in the page cache, which joins them.
    static final int DIRECT_BYTES = 256 << 10;

    static final int DIRECT_UNIT = 64 << 10;
    static final int MEMORY_UNIT = 4096;
    static final long WINDOW_BYTES = 16 << 20;

    private final OpenFile buffered;
    private final @Nullable OpenFile direct;
    private volatile boolean isDirectRefused;
    private volatile @Nullable VolumeException failure;

    private Window filling = Window.EMPTY;
    private Window leaving = Window.EMPTY;

    private record Window(long start, long end, long bytes) {

        static final Window EMPTY = new Window(Long.MAX_VALUE, 0, 0);

        Window with(long offset, long length) {
            return new Window(Math.min(start, offset), Math.max(end, offset + length), bytes + length);
        }

        long span() {
            return end - start;
        }
    }

    /// @param buffered the file, closed by this writer from now on
    BoundedWriter(OpenFile buffered) throws VolumeException {
        this.buffered = buffered;
        try {
            direct = buffered.reopenDirect();
        } catch (VolumeException e) {
            buffered.close();
            throw e;
        }
    }

    /// The bytes of the buffer in memory that the kernel can read: its own or a copy.
    static MemorySegment offHeap(ByteBuffer bytes, Arena arena) {
        MemorySegment given = MemorySegment.ofBuffer(bytes);
        return given.isNative()
                ? given
                : arena.allocate(given.byteSize(), MEMORY_UNIT).copyFrom(given);
    }

    /// @param bytes off-heap
    void write(long offset, MemorySegment bytes) throws VolumeException {
        requireHealth();
        try {
            OpenFile lane = isDirectRefused ? null : direct;
            long end = offset + bytes.byteSize();
            long directStart = Amount.roundUp(offset, DIRECT_UNIT);
            long directEnd = Amount.roundDown(end, DIRECT_UNIT);
            boolean isAligned = (bytes.address() - offset) % MEMORY_UNIT == 0;
            if (lane == null || !isAligned || directEnd - directStart < DIRECT_BYTES) {
                writeBuffered(offset, bytes);
                return;
            }
            writeBuffered(offset, bytes.asSlice(0, directStart - offset));
            writeDirect(lane, directStart, bytes.asSlice(directStart - offset, directEnd - directStart));
            writeBuffered(directEnd, bytes.asSlice(directEnd - offset));
        } catch (VolumeException e) {
            failure = e;
            throw e;
        }
    }

    /// Makes all writes that have returned durable.
    void sync() throws VolumeException {
        requireHealth();
        try {
            buffered.sync();
        } catch (VolumeException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {
        if (direct != null) {
            direct.close();
        }
        buffered.close();
    }

    /// The kernel tells a lost write once only, so nothing may be called good after a failure.
    private void requireHealth() throws VolumeException {
        VolumeException earlier = failure;
        if (earlier != null) {
            throw new VolumeException(earlier.reason(), "go on after a failure: " + earlier.getMessage(), earlier);
        }
    }

    private void writeDirect(OpenFile lane, long offset, MemorySegment bytes) throws VolumeException {
        if (!lane.tryWrite(offset, bytes)) {
            isDirectRefused = true;
            writeBuffered(offset, bytes);
        }
    }

    private void writeBuffered(long offset, MemorySegment bytes) throws VolumeException {
        if (bytes.byteSize() == 0) {
            return;
        }
        buffered.write(offset, bytes);
        Window full;
        Window before;
        synchronized (this) {
            filling = filling.with(offset, bytes.byteSize());
            if (filling.bytes() < WINDOW_BYTES) {
                return;
            }
            full = filling;
            before = leaving;
            filling = Window.EMPTY;
            leaving = full;
        }
        buffered.startWriting(full.start(), full.span());
        if (before.bytes() > 0) {
            buffered.writeOut(before.start(), before.span());
        }
    }
}
