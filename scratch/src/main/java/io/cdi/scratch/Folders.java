// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is done to folders, and the names in them.
final class Folders {

    private static final long PLENTY_BYTES = 1L << 60;

    private Folders() {}

    /// The folder that a file lies in.
    static Path of(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /// `f_bavail * f_bsize`: what an unprivileged process may still use. Some network file systems say 8 EiB,
    /// which leaves no room to calculate.
    static long freeBytes(Path folder) {
        return Math.min(folder.toFile().getUsableSpace(), PLENTY_BYTES);
    }

    /// Makes durable that a file in a folder got or lost its name.
    static void sync(Path file) throws VolumeException {
        try (OpenFile folder = OpenFile.open(of(file), Linux.O_RDONLY)) {
            folder.sync();
        }
    }

    static void delete(Path file) throws VolumeException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FileFacts.refused("remove " + file, e);
        }
    }

    static void requireFolder(Path folder, String action) throws VolumeException {
        FileFacts.Kind kind = FileFacts.of(folder).kind();
        if (kind == FileFacts.Kind.ABSENT) {
            throw new VolumeException(
                    Reason.UNSUITABLE, "%s: the folder %s does not exist; make it first".formatted(action, folder));
        }
        if (kind != FileFacts.Kind.DIRECTORY) {
            throw new VolumeException(
                    Reason.UNSUITABLE, "%s: %s is %s, not a directory".formatted(action, folder, kind.words()));
        }
    }
}
