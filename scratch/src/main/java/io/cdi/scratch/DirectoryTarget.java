// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.nio.file.Path;

/// A directory that an archive is unpacked into, and the facts of the file system below it.
///
/// @param path an existing directory
public record DirectoryTarget(Path path) {

    /// @throws VolumeException UNSUITABLE when there is no such directory
    public static DirectoryTarget open(Path path) throws VolumeException {
        Folders.requireFolder(path, "unpack to " + path);
        return new DirectoryTarget(path);
    }

    /// What an unprivileged process may still write.
    public long freeBytes() {
        return Folders.freeBytes(path);
    }

    /// @throws VolumeException NO_SPACE when so much does not fit; with the kernel's words, which other programs
    ///     look for
    public void requireRoom(long bytes) throws VolumeException {
        long free = freeBytes();
        if (bytes > free) {
            throw new VolumeException(
                    Reason.NO_SPACE,
                    "unpack %s to %s: no space left on device: only %s are free; free space or use a larger volume"
                            .formatted(Amount.exactly(bytes), path, Amount.exactly(free)));
        }
    }

    /// Makes everything durable that was unpacked, however many files it is.
    public void sync() throws VolumeException {
        try (OpenFile folder = OpenFile.open(path, Linux.O_RDONLY)) {
            folder.syncFileSystem();
        }
    }
}
