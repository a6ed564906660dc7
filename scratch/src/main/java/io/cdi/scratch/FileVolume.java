// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A disk that becomes a file. It is made as `.NAME.part` beside its target, locked, and takes the target's
/// name when it is complete. What a killed process left there is reused for the space it holds, and for its
/// content when a checkpoint in `.NAME.resume` says what it is.
///
/// A new file has holes everywhere, so zeros are just left out. Only where storage is wanted for every byte
/// and the file system cannot allocate it, zeros are written, and a [Ledger] tells where they are still
/// needed.
final class FileVolume implements TargetVolume {

    private static final int BLOCK_BYTES = 4096;
    private static final long GROWTH_BYTES = 1L << 30;
    private static final String FINAL_MODE = "rw-rw----";

    private final Path named;
    private final Path target;
    private final Path part;
    private final VolumeOptions options;
    private final OpenFile file;
    private final BoundedWriter out;
    private final CheckpointFile checkpoint;
    private final String identity;
    private final long freeBytes;
    private final long capacityBytes;
    /// Empty when holes need no writing.
    private final Optional<Ledger> ledger;

    private final GranuleWriter granules;
    private @Nullable String restored;
    private boolean isKept;
    private volatile long grownTo;

    /// @param target where the symbolic links of `named` lead to
    FileVolume(Path named, Path target, VolumeOptions options) throws VolumeException {
        this.named = named;
        this.target = target;
        this.options = options;
        part = target.resolveSibling("." + target.getFileName() + ".part");
        checkpoint = new CheckpointFile(target.resolveSibling("." + target.getFileName() + ".resume"));
        file = OpenFile.openLocked(part, "write to " + named);
        out = new BoundedWriter(file);
        try {
            boolean isAllocating = options.preallocate() && !file.allocate(0, BLOCK_BYTES);
            // No String.format here: loading it takes longer than all the rest of this.
            identity = "file " + target + " " + FileFacts.of(part).inode() + (isAllocating ? " granules" : " holes");
            freeBytes = Folders.freeBytes(Folders.of(target)) + file.allocatedBytes();
            capacityBytes = SizeRules.available(freeBytes, options);
            var written = new Ledger(capacityBytes);
            granules = new GranuleWriter(out, written, capacityBytes);
            ledger = isAllocating ? Optional.of(written) : Optional.empty();
            if (options.resume()) {
                restored = checkpoint.read(identity, new WrittenFacts()).orElse(null);
            }
            if (restored == null) {
                restart();
            }
            isKept = restored != null;
            grownTo = FileFacts.of(part).sizeBytes();
        } catch (VolumeException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public Path path() {
        return named;
    }

    @Override
    public long capacityBytes() {
        return capacityBytes;
    }

    @Override
    public void write(long diskOffset, ByteBuffer bytes) throws VolumeException {
        long end = diskOffset + bytes.remaining();
        requireRoom(end);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = BoundedWriter.offHeap(bytes, arena);
            if (ledger.isPresent()) {
                granules.write(diskOffset, data);
            } else {
                DataRuns.forEach(data, diskOffset, BLOCK_BYTES, (position, length) -> {
                    grow(diskOffset + position + length);
                    out.write(diskOffset + position, data.asSlice(position, length));
                });
            }
        }
        bytes.position(bytes.limit());
    }

    @Override
    public Optional<String> restored() {
        return Optional.ofNullable(restored);
    }

    @Override
    public void restart() throws VolumeException {
        restored = null;
        isKept = false;
        checkpoint.delete();
        ledger.ifPresent(Ledger::clear);
        file.truncate(0);
        grownTo = 0;
    }

    @Override
    public void checkpoint(String state) throws VolumeException {
        if (!options.resume()) {
            return;
        }
        var facts = new WrittenFacts();
        out.sync();
        checkpoint.write(identity, state, facts);
        isKept = true;
    }

    @Override
    public HandOver handOver(long diskBytes) throws VolumeException {
        requireRoom(diskBytes);
        restart();
        grow(diskBytes);
        file.truncate(diskBytes);
        ledger.ifPresent(written -> written.add(0, Math.ceilDiv(diskBytes, Ledger.GRANULE_BYTES)));
        // Where holes need writing, the other program has to write all zeros.
        return new HandOver(part, ledger.isEmpty());
    }

    @Override
    public long commit(long diskBytes) throws VolumeException {
        requireRoom(diskBytes);
        long size = SizeRules.fileSize(diskBytes, freeBytes, options);
        file.truncate(size);
        if (ledger.isPresent()) {
            ledger.get().forEachUnwritten(0, size, (offset, length) -> Zeros.write(out, offset, length));
        } else if (options.preallocate() && size > 0 && !file.allocate(0, size)) {
            throw new VolumeException(Reason.IO, "allocate %s of %s: not supported".formatted(Amount.of(size), part));
        }
        out.sync();
        show();
        isKept = false;
        checkpoint.delete();
        Folders.sync(target);
        return size;
    }

    private void show() throws VolumeException {
        try {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString(FINAL_MODE));
            file.sync();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (VolumeException e) {
            throw e;
        } catch (IOException e) {
            throw FileFacts.refused("put the complete disk at " + target, e);
        }
    }

    @Override
    public void discard() throws VolumeException {
        restart();
        file.sync();
    }

    @Override
    public void close() throws VolumeException {
        try {
            if (!isKept && file.isStillAt(part)) {
                Folders.delete(part);
            }
        } finally {
            out.close();
        }
    }

    private void requireRoom(long diskBytes) throws VolumeException {
        if (diskBytes > capacityBytes) {
            throw VolumeException.tooSmall(named, diskBytes, capacityBytes);
        }
    }

    /// Makes the file longer in large steps: writes behind its end would wait for each other.
    private void grow(long end) throws VolumeException {
        if (end > grownTo) {
            synchronized (this) {
                if (end > grownTo) {
                    long length = Math.min(capacityBytes, Amount.roundUp(end, GROWTH_BYTES));
                    file.truncate(length);
                    grownTo = length;
                }
            }
        }
    }

    /// The size of the file and the ledger, if there is one, when this was made: before the data are made
    /// durable.
    private final class WrittenFacts implements CheckpointFile.Facts {

        private final Optional<Ledger> snapshot = ledger.map(Ledger::copy);
        private final long sizeBytes;

        WrittenFacts() throws VolumeException {
            sizeBytes = FileFacts.of(part).sizeBytes();
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            out.writeLong(sizeBytes);
            if (snapshot.isPresent()) {
                snapshot.get().writeTo(out);
            }
        }

        /// An inode number comes back quickly, so a new file may have that of an older one; but it is empty.
        @Override
        public void read(DataInputStream in) throws IOException {
            if (in.readLong() > sizeBytes) {
                throw new IOException("the file is shorter than it was");
            }
            if (ledger.isPresent()) {
                ledger.get().readFrom(in);
            }
        }
    }
}
