// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A disk that becomes the content of a block device, which may be full of a former owner's bytes.
///
/// - Its **head**, the first MiB, stays in memory until everything else is durable. Before anything is
///   written, the head and the last MiB of the device are zeroed: whatever stops us, no machine boots from the
///   rest and no partition table points into it.
/// - What was written is in a [Ledger]; everything else, also behind the end of a smaller disk, is zeroed at the
///   end, with a hole punched or by the device itself where they can.
///
/// The checkpoint is kept in a folder of the caller's. A random mark in the zeroed head ties the two
/// together: the checkpoint of a device that was exchanged or used by others since then is not taken for its
/// own.
final class BlockVolume implements TargetVolume {

    private static final int EDGE_BYTES = 1 << 20;
    private static final int MARK_BYTES = 512;

    private final Path path;
    private final VolumeOptions options;
    private final OpenFile device;
    private final long deviceBytes;
    private final BoundedWriter out;
    private final Ledger ledger;
    private final GranuleWriter granules;
    private final Optional<CheckpointFile> checkpoint;
    private final byte[] head;
    private String mark = "";
    private @Nullable String restored;
    private boolean isKept;
    private volatile boolean isBegun;
    private boolean isHandedOver;

    /// @param checkpoint where to keep checkpoints; without it there are none
    /// @param device open, and closed by this volume from now on
    BlockVolume(
            Path path, OpenFile device, long deviceBytes, VolumeOptions options, Optional<CheckpointFile> checkpoint)
            throws VolumeException {
        this.path = path;
        this.options = options;
        this.device = device;
        this.deviceBytes = deviceBytes;
        this.checkpoint = options.resume() ? checkpoint : Optional.empty();
        out = new BoundedWriter(device);
        try {
            head = new byte[(int) Math.min(EDGE_BYTES, deviceBytes)];
            ledger = new Ledger(deviceBytes);
            granules = new GranuleWriter(out, ledger, deviceBytes);
            mark = readMark();
            restored = mark.isEmpty()
                    ? null
                    : this.checkpoint
                            .flatMap(kept -> kept.read(mark, new WrittenFacts()))
                            .orElse(null);
            if (restored == null) {
                restart();
            }
            isBegun = restored != null;
            isKept = isBegun;
        } catch (VolumeException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long capacityBytes() {
        return deviceBytes;
    }

    @Override
    public void write(long diskOffset, ByteBuffer bytes) throws VolumeException {
        requireRoom(diskOffset + bytes.remaining());
        begin();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = BoundedWriter.offHeap(bytes, arena);
            long inHead = Math.clamp(head.length - diskOffset, 0, data.byteSize());
            if (inHead > 0) {
                synchronized (head) {
                    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, head, (int) diskOffset, (int) inHead);
                }
            }
            granules.write(diskOffset + inHead, data.asSlice(inHead));
        }
        bytes.position(bytes.limit());
    }

    /// Makes the device unbootable before the first byte changes on it.
    private void begin() throws VolumeException {
        if (isBegun) {
            return;
        }
        synchronized (this) {
            if (isBegun) {
                return;
            }
            if (checkpoint.isPresent() && head.length == EDGE_BYTES) {
                mark = "cdi unfinished disk " + UUID.randomUUID();
            }
            writeEdges(mark);
            isBegun = true;
        }
    }

    private void writeEdges(String markWords) throws VolumeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment edge = arena.allocate(EDGE_BYTES, BoundedWriter.MEMORY_UNIT);
            long tail = Math.max(head.length, deviceBytes - EDGE_BYTES);
            out.write(tail, edge.asSlice(0, deviceBytes - tail));
            byte[] words = markWords.getBytes(StandardCharsets.US_ASCII);
            MemorySegment.copy(words, 0, edge, ValueLayout.JAVA_BYTE, EDGE_BYTES - MARK_BYTES, words.length);
            out.write(0, edge.asSlice(0, head.length));
            out.sync();
        }
    }

    private String readMark() throws VolumeException {
        if (checkpoint.isEmpty() || head.length < EDGE_BYTES) {
            return "";
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(MARK_BYTES);
            device.read(EDGE_BYTES - MARK_BYTES, words);
            return new String(words.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1)
                    .replaceFirst("\0+$", "");
        }
    }

    @Override
    public Optional<String> restored() {
        return Optional.ofNullable(restored);
    }

    @Override
    public void restart() throws VolumeException {
        restored = null;
        isKept = false;
        isBegun = false;
        isHandedOver = false;
        mark = "";
        ledger.clear();
        Arrays.fill(head, (byte) 0);
        deleteCheckpoint();
    }

    @Override
    public void checkpoint(String state) throws VolumeException {
        if (checkpoint.isEmpty() || head.length < EDGE_BYTES) {
            return;
        }
        begin();
        var facts = new WrittenFacts();
        out.sync();
        checkpoint.get().write(mark, state, facts);
        isKept = true;
    }

    @Override
    public HandOver handOver(long diskBytes) throws VolumeException {
        requireRoom(diskBytes);
        restart();
        writeEdges("");
        isBegun = true;
        // The other program leaves what lies behind the disk's end in the last granule.
        long lastGranule = Amount.roundDown(diskBytes, Ledger.GRANULE_BYTES);
        Zeros.write(out, lastGranule, Math.min(Ledger.GRANULE_BYTES, deviceBytes - lastGranule));
        out.sync();
        ledger.add(0, Math.ceilDiv(diskBytes, Ledger.GRANULE_BYTES));
        isHandedOver = true;
        return new HandOver(device.path(), false);
    }

    @Override
    public long commit(long diskBytes) throws VolumeException {
        requireRoom(diskBytes);
        begin();
        long wanted = options.preallocate() ? Amount.roundUp(diskBytes, Ledger.GRANULE_BYTES) : 0;
        long allocated = Math.clamp(wanted, head.length, deviceBytes);
        ledger.forEachUnwritten(head.length, allocated, (offset, length) -> Zeros.write(out, offset, length));
        ledger.forEachUnwritten(allocated, deviceBytes, (offset, length) -> Zeros.discard(device, out, offset, length));
        out.sync();
        if (!isHandedOver) {
            writeHead();
        }
        out.sync();
        isHandedOver = false;
        isKept = false;
        deleteCheckpoint();
        return deviceBytes;
    }

    private void writeHead() throws VolumeException {
        try (Arena arena = Arena.ofConfined()) {
            out.write(0, BoundedWriter.offHeap(ByteBuffer.wrap(head), arena));
        }
    }

    @Override
    public void discard() throws VolumeException {
        restart();
        writeEdges("");
        Zeros.discard(device, out, 0, deviceBytes);
        out.sync();
    }

    @Override
    public void close() throws VolumeException {
        try {
            if (isHandedOver) {
                writeEdges("");
            }
            if (!isKept) {
                deleteCheckpoint();
            }
        } finally {
            out.close();
        }
    }

    private void deleteCheckpoint() throws VolumeException {
        if (checkpoint.isPresent()) {
            checkpoint.get().delete();
        }
    }

    private void requireRoom(long diskBytes) throws VolumeException {
        if (diskBytes > deviceBytes) {
            throw VolumeException.tooSmall(path, diskBytes, deviceBytes);
        }
    }

    /// What had been written, and the head's content, when this was made: before the data are made durable,
    /// so that nothing is noted that may be lost.
    private final class WrittenFacts implements CheckpointFile.Facts {

        private final Ledger written = ledger.copy();
        private final byte[] headThen;

        WrittenFacts() {
            synchronized (head) {
                headThen = head.clone();
            }
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.write(headThen);
            written.writeTo(out);
        }

        @Override
        public void read(DataInputStream in) throws IOException {
            in.readFully(head);
            ledger.readFrom(in);
        }
    }

    /// Opens a block device for one writer.
    static BlockVolume open(Path path, VolumeOptions options, Optional<CheckpointFile> checkpoint)
            throws VolumeException {
        OpenFile device = OpenFile.open(path, Linux.O_RDWR | Linux.O_EXCL);
        try {
            long bytes = device.deviceBytes();
            if (bytes <= 0) {
                throw new VolumeException(
                        Reason.UNSUITABLE, "write to " + path + ": the device has no size; attach its storage first");
            }
            if (device.isReadOnlyDevice()) {
                throw new VolumeException(
                        Reason.NOT_PERMITTED, "write to " + path + ": the device is read-only; attach it writable");
            }
            return new BlockVolume(path, device, bytes, options, checkpoint);
        } catch (VolumeException | RuntimeException e) {
            device.close();
            throw e;
        }
    }
}
