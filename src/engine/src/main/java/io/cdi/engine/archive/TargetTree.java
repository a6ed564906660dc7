// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The writing side: makes files, directories and links below one directory and nowhere else. Modes and times of
/// directories wait until the end: a directory must be writable while it is being filled.
final class TargetTree {

    private static final int MODE_BITS = 0xFFF;
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE = permissions("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY = permissions("rwx------");

    /// A mode and a time that wait.
    private record Look(int mode, FileTime modified) {}

    private final Path root;
    private final Map<Path, Look> directories = new HashMap<>();

    TargetTree(Path root) {
        this.root = root;
    }

    /// Where a name belongs. Parents that are missing are made, none is a symbolic link.
    Path place(EntryName name) throws IOException, RefusedEntry {
        Path place = root;
        for (String part : name.parts().subList(0, name.parts().size() - 1)) {
            place = place.resolve(path(part));
            if (Files.isSymbolicLink(place)) {
                throw new RefusedEntry("leads through a symbolic link");
            }
            if (!Files.exists(place, NOFOLLOW_LINKS)) {
                Files.createDirectory(place);
            } else if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
                throw new RefusedEntry("lies below something that is no directory");
            }
        }
        return place.resolve(path(name.parts().getLast()));
    }

    /// Makes a new file in place of whatever is there.
    FileChannel makeFile(Path place) throws IOException, RefusedEntry {
        clear(place);
        return FileChannel.open(place, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWN_FILE);
    }

    void makeDirectory(Path place, int mode, FileTime modified) throws IOException, RefusedEntry {
        if (!Files.isDirectory(place, NOFOLLOW_LINKS)) {
            clear(place);
            Files.createDirectory(place, OWN_DIRECTORY);
        }
        directories.put(place, new Look(mode, modified));
    }

    /// The link may point anywhere: nothing here ever follows it.
    void makeSymbolicLink(Path place, String target, FileTime modified) throws IOException, RefusedEntry {
        Path to = path(target);
        clear(place);
        Files.createSymbolicLink(place, to);
        setModified(place, modified);
    }

    void makeHardLink(Path place, EntryName target) throws IOException, RefusedEntry {
        Path to = place(target);
        if (!Files.exists(to, NOFOLLOW_LINKS) || Files.isDirectory(to, NOFOLLOW_LINKS)) {
            throw new RefusedEntry("is a hard link to something that is no file in the directory");
        }
        if (!to.equals(place)) {
            clear(place);
            Files.createLink(place, to);
        }
    }

    /// Gives a file or directory its mode and time. For a file, after its data: writing takes set-user-id away.
    void finish(Path place, int mode, FileTime modified) throws IOException {
        Files.setAttribute(place, "unix:mode", mode & MODE_BITS, NOFOLLOW_LINKS);
        setModified(place, modified);
    }

    int directories() {
        return directories.size();
    }

    /// Gives directories what waits for them, the deepest first.
    void finishDirectories() throws IOException {
        List<Path> deepestFirst = directories.keySet().stream()
                .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                .toList();
        for (Path place : deepestFirst) {
            Look look = directories.get(place);
            if (look != null && Files.isDirectory(place, NOFOLLOW_LINKS)) {
                finish(place, look.mode(), look.modified());
            }
        }
    }

    private static void setModified(Path place, FileTime modified) throws IOException {
        Files.getFileAttributeView(place, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .setTimes(modified, null, null);
    }

    private static void clear(Path place) throws IOException, RefusedEntry {
        try {
            Files.deleteIfExists(place);
        } catch (DirectoryNotEmptyException e) {
            throw new RefusedEntry("stands where a directory with content is");
        }
    }

    private static Path path(String text) throws RefusedEntry {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new RefusedEntry("has a name that needs LC_ALL=C.UTF-8 to be set");
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
