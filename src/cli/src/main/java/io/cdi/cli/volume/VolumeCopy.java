// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.volume;

import io.cdi.cli.progress.Snapshot;
import io.cdi.engine.TransferException;
import io.cdi.scratch.DataRange;
import io.cdi.scratch.DiskReader;
import io.cdi.scratch.TargetVolume;
import io.cdi.scratch.VolumeException;
import io.cdi.scratch.VolumeOptions;
import io.cdi.scratch.Volumes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A copy of the disk in one volume to another: holes stay holes, and runs of zeros become holes.
public final class VolumeCopy {

    private static final int BUFFER_BYTES = 2 << 20;
    private static final int PAGE_BYTES = 4096;

    private final Path source;
    private final Path target;
    private final VolumeOptions options;
    private volatile Snapshot progress =
            new Snapshot("connecting", false, 0, OptionalLong.empty(), 0, OptionalDouble.of(0));

    /// What a copy did.
    ///
    /// @param diskBytes the size of the disk on the target
    /// @param dataBytes how much of the source was not a hole
    public record Result(long diskBytes, long dataBytes) {}

    public VolumeCopy(Path source, Path target, VolumeOptions options) {
        this.source = source;
        this.target = target;
        this.options = options;
    }

    /// How far it is; for any thread.
    public Snapshot progress() {
        return progress;
    }

    /// Copies; the copy is durable when this returns. Interruption leaves no copy behind.
    public Result copy() throws IOException {
        if (Files.exists(target) && Files.exists(source) && Files.isSameFile(source, target)) {
            throw new TransferException.Permanent("clone " + source + ": source and target are the same volume");
        }
        try (DiskReader reader = DiskReader.open(source);
                TargetVolume volume = Volumes.open(target, options)) {
            if (reader.sizeBytes() > volume.capacityBytes()) {
                throw new VolumeException(
                        VolumeException.Reason.TOO_SMALL,
                        "clone " + source + " to " + target + ": the source has " + reader.sizeBytes()
                                + " bytes, the target room for " + volume.capacityBytes());
            }
            long data = dataBytes(reader);
            copyData(reader, volume, data);
            progress = snapshot("finishing", data, data);
            long disk = volume.commit(reader.sizeBytes());
            progress = snapshot("done", data, data);
            return new Result(disk, data);
        }
    }

    /// Reads both disks and compares them; what the target has behind the source's end must be zero.
    ///
    /// @throws TransferException.Integrity at the first difference
    public void verify() throws IOException {
        try (DiskReader expected = DiskReader.open(source);
                DiskReader actual = DiskReader.open(target)) {
            if (actual.sizeBytes() < expected.sizeBytes()) {
                throw new TransferException.Integrity("verify " + target + ": it ends at byte " + actual.sizeBytes()
                        + ", the source at " + expected.sizeBytes());
            }
            ByteBuffer wanted = buffer();
            ByteBuffer found = buffer();
            for (long at = firstData(expected, actual, 0); at >= 0; ) {
                stopWhenInterrupted();
                progress = snapshot("verifying", at, actual.sizeBytes());
                compare(read(expected, at, wanted), read(actual, at, found), at);
                at = firstData(expected, actual, at + BUFFER_BYTES);
            }
            progress = snapshot("done", actual.sizeBytes(), actual.sizeBytes());
        }
    }

    private void copyData(DiskReader reader, TargetVolume volume, long dataBytes) throws IOException {
        ByteBuffer buffer = buffer();
        long done = 0;
        for (var range = reader.nextData(0);
                range.isPresent();
                range = reader.nextData(range.get().end())) {
            for (long at = range.get().offset(); at < range.get().end(); ) {
                stopWhenInterrupted();
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, range.get().end() - at));
                int length = reader.read(at, buffer);
                if (length == 0) {
                    throw new TransferException.Permanent("clone " + source + ": it became shorter while it was read");
                }
                volume.write(at, buffer.flip());
                at += length;
                done += length;
                progress = snapshot("transferring", done, dataBytes);
            }
        }
    }

    private static long dataBytes(DiskReader reader) throws VolumeException {
        long sum = 0;
        for (var range = reader.nextData(0);
                range.isPresent();
                range = reader.nextData(range.get().end())) {
            sum += range.get().length();
        }
        return sum;
    }

    /// The first place at or behind `from` where one of the disks has data; -1 when there is none.
    private static long firstData(DiskReader one, DiskReader other, long from) throws VolumeException {
        Optional<DataRange> inOne = one.nextData(from);
        Optional<DataRange> inOther = other.nextData(from);
        if (inOne.isEmpty() && inOther.isEmpty()) {
            return -1;
        }
        return Math.min(
                inOne.map(DataRange::offset).orElse(Long.MAX_VALUE),
                inOther.map(DataRange::offset).orElse(Long.MAX_VALUE));
    }

    /// A full buffer, with zeros for what lies behind the end of the disk.
    private static ByteBuffer read(DiskReader reader, long at, ByteBuffer into) throws VolumeException {
        into.clear();
        reader.read(at, into);
        while (into.hasRemaining()) {
            into.put((byte) 0);
        }
        return into.flip();
    }

    private void compare(ByteBuffer wanted, ByteBuffer found, long at) throws TransferException {
        int difference = wanted.mismatch(found);
        if (difference >= 0) {
            throw new TransferException.Integrity(
                    "verify " + target + ": it differs from " + source + " at byte " + (at + difference));
        }
    }

    private static Snapshot snapshot(String phase, long bytes, long of) {
        double fraction = of == 0 ? 1 : (double) bytes / of;
        return new Snapshot(
                phase, phase.equals("transferring"), bytes, OptionalLong.of(of), bytes, OptionalDouble.of(fraction));
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER_BYTES + PAGE_BYTES)
                .alignedSlice(PAGE_BYTES)
                .limit(BUFFER_BYTES)
                .slice();
    }

    private void stopWhenInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("clone " + source + " to " + target + ": interrupted");
        }
    }
}
