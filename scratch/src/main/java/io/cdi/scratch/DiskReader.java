// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a RAW disk from a file or a block device and knows its holes. For many threads.
public final class DiskReader implements Closeable {

    private final OpenFile file;
    private final long sizeBytes;
    private final boolean hasHoles;

    private DiskReader(OpenFile file, long sizeBytes, boolean hasHoles) {
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.hasHoles = hasHoles;
    }

    /// @throws VolumeException UNSUITABLE when the path is neither a file nor a block device
    public static DiskReader open(Path path) throws VolumeException {
        FileFacts facts = FileFacts.of(path);
        if (facts.kind() != FileFacts.Kind.FILE && facts.kind() != FileFacts.Kind.BLOCK_DEVICE) {
            throw new VolumeException(
                    Reason.UNSUITABLE,
                    "read %s: there is %s; only files and block devices hold disks"
                            .formatted(path, facts.kind().words()));
        }
        OpenFile file = OpenFile.open(path, Linux.O_RDONLY);
        try {
            boolean isFile = facts.kind() == FileFacts.Kind.FILE;
            return new DiskReader(file, isFile ? facts.sizeBytes() : file.deviceBytes(), isFile);
        } catch (VolumeException e) {
            file.close();
            throw e;
        }
    }

    public Path path() {
        return file.path();
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /// The next range at or behind `offset` that is not a hole; empty when only zeros follow. A device has no
    /// holes to tell.
    public Optional<DataRange> nextData(long offset) throws VolumeException {
        if (offset >= sizeBytes) {
            return Optional.empty();
        }
        long start = hasHoles ? file.nextData(offset) : offset;
        if (start < 0 || start >= sizeBytes) {
            return Optional.empty();
        }
        long end = hasHoles ? Math.min(file.nextHole(start), sizeBytes) : sizeBytes;
        return Optional.of(new DataRange(start, end - start));
    }

    /// Reads into the remaining space of the buffer, all of it unless the disk ends before.
    ///
    /// @return how many bytes were read; 0 at the end of the disk
    public int read(long offset, ByteBuffer into) throws VolumeException {
        int wanted = Math.clamp(sizeBytes - offset, 0, into.remaining());
        MemorySegment given = MemorySegment.ofBuffer(into).asSlice(0, wanted);
        int done;
        if (given.isNative()) {
            done = (int) file.read(offset, given);
        } else {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocate(wanted);
                done = (int) file.read(offset, copy);
                given.copyFrom(copy);
            }
        }
        into.position(into.position() + done);
        return done;
    }

    @Override
    public void close() {
        file.close();
    }
}
