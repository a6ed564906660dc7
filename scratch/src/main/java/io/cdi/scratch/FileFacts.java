// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/// What the file system knows about a path, symbolic links followed.
///
/// @param inode 0 when there is nothing
record FileFacts(Kind kind, long device, long inode, long sizeBytes) {

    enum Kind {
        ABSENT("nothing"),
        FILE("a file"),
        DIRECTORY("a directory"),
        BLOCK_DEVICE("a block device"),
        CHARACTER_DEVICE("a character device"),
        PIPE("a pipe"),
        SOCKET("a socket"),
        OTHER("something of an unknown kind");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        private static Kind ofMode(int mode) {
            return switch (mode & 0170000) {
                case 0100000 -> FILE;
                case 0040000 -> DIRECTORY;
                case 0060000 -> BLOCK_DEVICE;
                case 0020000 -> CHARACTER_DEVICE;
                case 0010000 -> PIPE;
                case 0140000 -> SOCKET;
                default -> OTHER;
            };
        }
    }

    static FileFacts of(Path path) throws VolumeException {
        try {
            Map<String, Object> facts = Files.readAttributes(path, "unix:mode,dev,ino,size");
            return new FileFacts(
                    Kind.ofMode((int) number(facts, "mode")),
                    number(facts, "dev"),
                    number(facts, "ino"),
                    number(facts, "size"));
        } catch (NoSuchFileException _) {
            return new FileFacts(Kind.ABSENT, 0, 0, 0);
        } catch (IOException e) {
            throw refused("look at " + path, e);
        }
    }

    private static long number(Map<String, Object> facts, String name) {
        return ((Number) Objects.requireNonNull(facts.get(name), name)).longValue();
    }

    boolean isSameFileAs(FileFacts other) {
        return kind != Kind.ABSENT && kind == other.kind && device == other.device && inode == other.inode;
    }

    /// Translates what the Java library throws.
    static VolumeException refused(String action, IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException _ ->
                new VolumeException(
                        Reason.NOT_PERMITTED,
                        action + ": permission denied; check owner and mode of the path and its folders",
                        e);
            case java.nio.file.FileSystemException f
            when f.getReason() != null -> new VolumeException(Reason.IO, action + ": " + f.getReason(), e);
            default -> new VolumeException(Reason.IO, action + ": " + e.getMessage(), e);
        };
    }
}
