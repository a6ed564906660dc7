// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A directory whose new content shows only when all of it is there: until [#commit] it grows in a hidden
/// folder inside the target, on the same file system. What the target had already stays, unless the new
/// content has the same name. A lock file beside the hidden folder keeps a second process away.
public final class StagedDirectory implements Closeable {

    private static final String STAGE = ".cdi-unpacking";
    private static final String LOCK = STAGE + ".lock";

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
            Files.walkFileTree(stage, new Removal());
        } catch (IOException e) {
            throw FileFacts.refused("remove " + stage, e);
        }
    }

    private static void moveInto(Path from, Path to) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path place = to.resolve(entry.getFileName());
                if (isDirectory(entry) && isDirectory(place)) {
                    moveInto(entry, place);
                    Files.setPosixFilePermissions(place, Files.getPosixFilePermissions(entry));
                } else {
                    Files.move(entry, place, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
