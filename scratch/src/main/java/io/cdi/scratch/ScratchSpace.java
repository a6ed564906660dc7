// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// A temporary file for a whole image, for the cases where one pass is impossible. Only its owner may read it,
/// and it goes away with [#close]. When a process is killed its file is removed by the next one that uses
/// the same folder: an owner that lives holds the lock of the `.lock` file beside it.
public final class ScratchSpace implements Closeable {

    private static final String PREFIX = ".cdi-scratch-";
    private static final String LOCK_SUFFIX = ".lock";

    private final Path file;
    private final Path lockPath;
    private final OpenFile lock;

    private ScratchSpace(Path file, Path lockPath, OpenFile lock) {
        this.file = file;
        this.lockPath = lockPath;
        this.lock = lock;
    }

    /// Makes an empty file.
    ///
    /// @param expectedBytes how much will be written, 0 when that is unknown
    /// @throws VolumeException NO_SPACE when that does not fit, UNSUITABLE when there is no such folder
    public static ScratchSpace create(Path folder, long expectedBytes) throws VolumeException {
        requireFolder(folder);
        removeLeftovers(folder);
        requireRoom(folder, expectedBytes);
        while (true) {
            Path file = folder.toAbsolutePath().resolve(PREFIX + UUID.randomUUID());
            Path lockPath = Path.of(file + LOCK_SUFFIX);
            OpenFile lock = OpenFile.open(lockPath, Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL);
            try {
                // Another process may take a lock file for a leftover before it is locked here.
                lock.lock("make scratch space");
                if (lock.isStillAt(lockPath)) {
                    OpenFile.open(file, Linux.O_RDWR | Linux.O_CREAT | Linux.O_EXCL)
                            .close();
                    return new ScratchSpace(file, lockPath, lock);
                }
                lock.close();
            } catch (VolumeException e) {
                lock.close();
                if (e.reason() != Reason.BUSY) {
                    throw e;
                }
            }
        }
    }

    /// @throws VolumeException UNSUITABLE when there is no such folder
    public static void requireFolder(Path folder) throws VolumeException {
        Folders.requireFolder(folder, "make scratch space in " + folder);
    }

    /// The file; others may write it by its name, which is absolute: `qemu-img` takes other words for its own when
    /// they have a colon.
    public Path file() {
        return file;
    }

    @Override
    public void close() throws VolumeException {
        try {
            Folders.delete(file);
            Folders.delete(lockPath);
        } finally {
            lock.close();
        }
    }

    private static void requireRoom(Path folder, long expectedBytes) throws VolumeException {
        long free = Folders.freeBytes(folder);
        if (expectedBytes > free) {
            throw new VolumeException(
                    Reason.NO_SPACE,
                    "make scratch space of %s in %s: only %s are free; free space or use a larger scratch volume"
                            .formatted(Amount.exactly(expectedBytes), folder, Amount.exactly(free)));
        }
    }

    private static void removeLeftovers(Path folder) throws VolumeException {
        try (DirectoryStream<Path> locks = Files.newDirectoryStream(folder, PREFIX + "*" + LOCK_SUFFIX)) {
            for (Path lockPath : locks) {
                removeLeftover(lockPath);
            }
        } catch (VolumeException e) {
            throw e;
        } catch (IOException e) {
            throw FileFacts.refused("look for leftovers in " + folder, e);
        }
    }

    private static void removeLeftover(Path lockPath) throws VolumeException {
        String name = lockPath.toString();
        try (OpenFile lock = OpenFile.open(lockPath, Linux.O_RDWR | Linux.O_NOFOLLOW)) {
            lock.lock("remove leftovers");
            Folders.delete(Path.of(name.substring(0, name.length() - LOCK_SUFFIX.length())));
            Folders.delete(lockPath);
        } catch (VolumeException e) {
            // Still in use, just removed by another process, or another user's.
            if (e.reason() != Reason.BUSY && e.reason() != Reason.UNSUITABLE && e.reason() != Reason.NOT_PERMITTED) {
                throw e;
            }
        }
    }
}
