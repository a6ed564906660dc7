// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A directory whose new content shows only when all of it is there: until [#commit] it grows in a hidden
/// folder inside the target, on the same file system. What the target had already stays, unless the new
/// content has the same name. A lock file beside the hidden folder keeps a second process away.
public final class StagedDirectory implements Closeable {

    private static final String STAGE = ".cdi-unpacking";
    private static final String LOCK = STAGE + ".lock";

    private static final String MODE = "unix:mode";
    private static final int MODE_BITS = 0xFFF;
    private static final int OWNER_MAY_ALL = 0700;

    private final Path target;
    private final Path stage;
    private final OpenFile lock;

    private StagedDirectory(Path target, OpenFile lock) {
        this.target = target;
        this.stage = target.resolve(STAGE);
        this.lock = lock;
    }

    /// Makes the target when it is absent, and an empty stage in it; what a killed process left there goes.
    ///
    /// @throws VolumeException UNSUITABLE when the target is no directory, BUSY when another process unpacks to it
    public static StagedDirectory open(Path target) throws VolumeException {
        try {
            if (!Files.exists(target)) {
                Folders.requireFolder(Folders.of(target.toAbsolutePath()), "unpack to " + target);
                Files.createDirectories(target);
            }
            Folders.requireFolder(target, "unpack to " + target);
            Path place = target.toRealPath();
            OpenFile lock = OpenFile.openLocked(place.resolve(LOCK), "unpack to " + target);
            StagedDirectory staged = new StagedDirectory(place, lock);
            staged.makeStage();
            return staged;
        } catch (VolumeException e) {
            throw e;
        } catch (IOException e) {
            throw FileFacts.refused("unpack to " + target, e);
        }
    }

    /// Whether new content cannot have this name right below the target, because what is staged there has it.
    public static boolean isReserved(String name) {
        return name.equals(STAGE) || name.equals(LOCK);
    }

    /// Where to put the new content.
    public DirectoryTarget stage() throws VolumeException {
        return DirectoryTarget.open(stage);
    }

    /// Moves the new content, already durable, to its place.
    public void commit() throws VolumeException {
        try {
            moveInto(stage, target);
            DirectoryTarget.open(target).sync();
        } catch (VolumeException e) {
            throw e;
        } catch (DirectoryNotEmptyException e) {
            throw new VolumeException(
                    Reason.UNSUITABLE,
                    "put the unpacked files into %s: %s is a directory with content, and a file among them; remove one of the two"
                            .formatted(target, e.getFile()),
                    e);
        } catch (IOException e) {
            throw FileFacts.refused("put the unpacked files into " + target, e);
        }
    }

    private void makeStage() throws IOException {
        try {
            removeStage();
            Files.createDirectory(stage);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /// Removes what was not committed.
    @Override
    public void close() throws VolumeException {
        try {
            removeStage();
            if (lock.isStillAt(lock.path())) {
                Folders.delete(lock.path());
            }
        } finally {
            lock.close();
        }
    }

    private void removeStage() throws VolumeException {
        if (!Files.exists(stage, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            remove(stage);
        } catch (IOException e) {
            throw FileFacts.refused("remove " + stage, e);
        }
    }

    private static void moveInto(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path place = to.resolve(entry.getFileName());
                if (isDirectory(entry)) {
                    moveDirectory(entry, place);
                } else {
                    Files.move(entry, place, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /// A directory that its owner may not write to can neither be moved nor moved into, except by root; so it
    /// gets its mode once it is at its place.
    private static void moveDirectory(Path entry, Path place) throws IOException {
        int mode = makeWritable(entry);
        if (isDirectory(place)) {
            makeWritable(place);
            moveInto(entry, place);
        } else {
            Files.move(entry, place, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.setAttribute(place, MODE, mode);
    }

    /// @return the mode that the directory had
    private static int makeWritable(Path directory) throws IOException {
        int mode = (int) Files.getAttribute(directory, MODE) & MODE_BITS;
        Files.setAttribute(directory, MODE, mode | OWNER_MAY_ALL);
        return mode;
    }

    private static void remove(Path path) throws IOException {
        if (isDirectory(path)) {
            makeWritable(path);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    remove(entry);
                }
            }
        }
        Files.delete(path);
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
