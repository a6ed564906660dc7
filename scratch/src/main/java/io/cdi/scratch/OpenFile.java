// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An open file descriptor whose failures say what was tried and where. For many threads; [#close] waits for
/// calls that are under way, so that a number which the kernel gives to another file is never used.
final class OpenFile implements Closeable {

    private final int descriptor;
    private final Path path;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();
    private boolean isClosed;

    private OpenFile(int descriptor, Path path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /// @param flags of [Linux], such as `O_RDWR | O_CREAT`; a file that is made gets mode 0600
    static OpenFile open(Path path, int flags) throws VolumeException {
        int result = tryOpen(path, flags);
        if (result < 0) {
            throw Errno.failure(result, "open " + path);
        }
        return new OpenFile(result, path);
    }

    /// Opens or makes a file for one writer: nobody else locks it until it is closed.
    ///
    /// @param purpose what the writer is up to, for the message
    /// @throws VolumeException BUSY when somebody else holds the lock
    static OpenFile openLocked(Path path, String purpose) throws VolumeException {
        while (true) {
            OpenFile file = open(path, Linux.O_RDWR | Linux.O_CREAT | Linux.O_NOFOLLOW);
            try {
                file.lock(purpose);
                if (file.isStillAt(path)) {
                    return file;
                }
                file.close();
            } catch (VolumeException e) {
                file.close();
                throw e;
            }
        }
    }

    /// Opens the same file once more for direct I/O, past the page cache.
    ///
    /// @return null where the storage has none
    @Nullable
    OpenFile reopenDirect() throws VolumeException {
        int result = tryOpen(descriptorPath(), Linux.O_RDWR | Linux.O_DIRECT);
        if (Errno.isUnsupported(result)) {
            return null;
        }
        if (result < 0) {
            throw Errno.failure(result, "open " + path);
        }
        return new OpenFile(result, path);
    }

    private static int tryOpen(Path path, int flags) {
        int result;
        do {
            result = Linux.open(path.toString(), flags, 0600);
        } while (Errno.EINTR.is(result));
        return result;
    }

    Path path() {
        return path;
    }

    /// The name of this very file as long as it is open, whatever happens to its path.
    Path descriptorPath() {
        return Path.of("/proc/self/fd", Integer.toString(descriptor));
    }

    /// @param from off-heap
    void write(long offset, MemorySegment from) throws VolumeException {
        long done = 0;
        while (done < from.byteSize()) {
            long at = offset + done;
            MemorySegment rest = from.asSlice(done);
            long result = call(() -> Linux.pwrite(descriptor, rest, at));
            if (result <= 0) {
                throw Errno.failure(result, words("write", rest.byteSize(), at));
            }
            done += result;
        }
    }

    /// As [#write].
    ///
    /// @return false where the storage does not take a write of this alignment
    boolean tryWrite(long offset, MemorySegment from) throws VolumeException {
        long result = call(() -> Linux.pwrite(descriptor, from, offset));
        if (Errno.EINVAL.is(result)) {
            return false;
        }
        if (result <= 0) {
            throw Errno.failure(result, words("write", from.byteSize(), offset));
        }
        write(offset + result, from.asSlice(result));
        return true;
    }

    /// Fills `into` as far as the file reaches.
    ///
    /// @param into off-heap
    /// @return how many bytes were read
    long read(long offset, MemorySegment into) throws VolumeException {
        long done = 0;
        while (done < into.byteSize()) {
            long at = offset + done;
            MemorySegment rest = into.asSlice(done);
            long result = call(() -> Linux.pread(descriptor, rest, at));
            if (result < 0) {
                throw Errno.failure(result, words("read", rest.byteSize(), at));
            }
            if (result == 0) {
                break;
            }
            done += result;
        }
        return done;
    }

    void sync() throws VolumeException {
        // What cannot be synced (a folder on some network file systems) has nothing to sync.
        boolean _ = supported(call(() -> Linux.fsync(descriptor)), () -> "make durable " + path);
    }

    /// Makes the whole file system durable that this file lies on.
    void syncFileSystem() throws VolumeException {
        require(call(() -> Linux.syncfs(descriptor)), () -> "make durable " + path);
    }

    void truncate(long length) throws VolumeException {
        require(
                call(() -> Linux.ftruncate(descriptor, length)),
                () -> "set the size of " + path + " to " + Amount.of(length));
    }

    /// Gives storage to a range; it reads as before, or as zeros where there was none.
    ///
    /// @return false where the file system cannot
    boolean allocate(long offset, long length) throws VolumeException {
        return supported(
                call(() -> Linux.fallocate(descriptor, 0, offset, length)), () -> words("allocate", length, offset));
    }

    /// Makes a range read as zeros and gives its storage back.
    ///
    /// @return false where the storage cannot
    boolean punch(long offset, long length) throws VolumeException {
        return supported(
                call(() -> Linux.fallocate(descriptor, Linux.FALLOC_KEEP_SIZE_PUNCH_HOLE, offset, length)),
                () -> words("zero", length, offset));
    }

    /// Lets the device write zeros.
    ///
    /// @return false where it cannot
    boolean zeroOut(long offset, long length) throws VolumeException {
        return supported(call(() -> Linux.zeroOut(descriptor, offset, length)), () -> words("zero", length, offset));
    }

    /// Starts writing dirty pages of the range to the storage.
    void startWriting(long offset, long length) throws VolumeException {
        boolean _ = supported(
                call(() -> Linux.syncFileRange(descriptor, offset, length, Linux.START_WRITING)),
                () -> words("write", length, offset));
    }

    /// Writes the pages of the range to the storage and takes them out of the page cache.
    void writeOut(long offset, long length) throws VolumeException {
        boolean _ = supported(
                call(() -> Linux.syncFileRange(descriptor, offset, length, Linux.WRITE_AND_WAIT)),
                () -> words("write", length, offset));
        long _ = call(() -> {
            Linux.dontNeed(descriptor, offset, length);
            return 0;
        });
    }

    /// @return where the next data begin at or behind `offset`, or -1 when there are none
    long nextData(long offset) throws VolumeException {
        return seek(offset, Linux.SEEK_DATA);
    }

    /// @return where the next hole begins at or behind `offset`; the end of the file counts as one
    long nextHole(long offset) throws VolumeException {
        return seek(offset, Linux.SEEK_HOLE);
    }

    private long seek(long offset, int whence) throws VolumeException {
        long result = call(() -> Linux.lseek(descriptor, offset, whence));
        if (Errno.ENXIO.is(result)) {
            return -1;
        }
        return require(result, () -> "look for holes in " + path);
    }

    /// The storage that the file holds.
    long allocatedBytes() throws VolumeException {
        return require(call(() -> Linux.allocatedBytes(descriptor)), () -> "look at " + path);
    }

    long deviceBytes() throws VolumeException {
        return require(call(() -> Linux.deviceBytes(descriptor)), () -> "ask for the size of " + path);
    }

    /// Whether this is a device that takes no writes; it can be opened for them all the same.
    boolean isReadOnlyDevice() throws VolumeException {
        return require(call(() -> Linux.isReadOnly(descriptor)), () -> "ask for the rights on " + path) != 0;
    }

    /// Locks the file against other processes and other openings, until it is closed.
    ///
    /// @throws VolumeException BUSY when somebody else holds the lock
    void lock(String purpose) throws VolumeException {
        long result = call(() -> Linux.lockExclusively(descriptor));
        if (Errno.EAGAIN.is(result)) {
            throw new VolumeException(
                    Reason.BUSY, purpose + ": another process is writing to it; wait until that has ended");
        }
        require(result, () -> "lock " + path);
    }

    /// Whether the path still leads to this file: somebody may have removed or replaced it before it was locked.
    boolean isStillAt(Path place) throws VolumeException {
        return FileFacts.of(descriptorPath()).isSameFileAs(FileFacts.of(place));
    }

    @Override
    public void close() {
        life.writeLock().lock();
        try {
            if (!isClosed) {
                isClosed = true;
                // Nothing is lost when this fails: all that matters has been synced before.
                int _ = Linux.close(descriptor);
            }
        } finally {
            life.writeLock().unlock();
        }
    }

    private long call(LongSupplier systemCall) throws VolumeException {
        Lock open = life.readLock();
        open.lock();
        try {
            if (isClosed) {
                throw new VolumeException(Reason.IO, "use " + path + ": it has been closed already");
            }
            long result;
            do {
                result = systemCall.getAsLong();
            } while (Errno.EINTR.is(result));
            return result;
        } finally {
            open.unlock();
        }
    }

    private static long require(long result, Supplier<String> action) throws VolumeException {
        if (result < 0) {
            throw Errno.failure(result, action.get());
        }
        return result;
    }

    private static boolean supported(long result, Supplier<String> action) throws VolumeException {
        if (Errno.isUnsupported(result)) {
            return false;
        }
        require(result, action);
        return true;
    }

    private String words(String verb, long length, long offset) {
        return "%s %s at %s of %s".formatted(verb, Amount.of(length), Amount.of(offset), path);
    }
}
