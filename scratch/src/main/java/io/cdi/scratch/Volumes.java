// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Opens what a user named as the target of a disk.
public final class Volumes {

    private static final int LONGEST_LINK_CHAIN = 40;

    private Volumes() {}

    /// Opens a file, which may be absent, or a block device; symbolic links are followed. Nothing of an
    /// existing target is changed yet. Checkpoints of a file are kept beside it; those of a device are not kept.
    ///
    /// @throws VolumeException UNSUITABLE for anything else, BUSY when another process writes to it or the
    ///     device is mounted
    public static TargetVolume open(Path target, VolumeOptions options) throws VolumeException {
        return open(target, options, Optional.empty());
    }

    /// As the other one.
    ///
    /// @param stateFolder where checkpoints of a device are kept; it must outlive the process
    public static TargetVolume open(Path target, VolumeOptions options, Optional<Path> stateFolder)
            throws VolumeException {
        Path place = followLinks(target);
        if (stateFolder.isPresent()) {
            Folders.requireFolder(stateFolder.get(), "keep checkpoints");
        }
        return switch (FileFacts.of(place).kind()) {
            case ABSENT -> {
                Folders.requireFolder(Folders.of(place), "write to " + target);
                yield new FileVolume(target, place, options);
            }
            case FILE -> new FileVolume(target, place, options);
            case BLOCK_DEVICE ->
                BlockVolume.open(
                        target, options, stateFolder.map(folder -> new CheckpointFile(stateFile(folder, place))));
            case DIRECTORY ->
                throw unsuitable(target, "it is a directory; name a file in it, such as " + target.resolve("disk.img"));
            case CHARACTER_DEVICE, PIPE, SOCKET, OTHER ->
                throw unsuitable(
                        target,
                        "it is " + FileFacts.of(place).kind().words() + "; only files and block devices hold disks");
        };
    }

    /// The size of a block device; empty when the path is anything else.
    public static OptionalLong deviceBytes(Path path) throws VolumeException {
        if (FileFacts.of(path).kind() != FileFacts.Kind.BLOCK_DEVICE) {
            return OptionalLong.empty();
        }
        try (OpenFile device = OpenFile.open(path, Linux.O_RDONLY)) {
            return OptionalLong.of(device.deviceBytes());
        }
    }

    private static Path stateFile(Path folder, Path device) {
        return folder.resolve(device.toString().replace('/', '_') + ".resume");
    }

    /// Where a chain of symbolic links ends, even when nothing is there yet.
    private static Path followLinks(Path target) throws VolumeException {
        Path place = target.toAbsolutePath().normalize();
        try {
            for (int i = 0; Files.isSymbolicLink(place); i++) {
                if (i == LONGEST_LINK_CHAIN) {
                    throw unsuitable(target, "its symbolic links go round in circles");
                }
                place = place.resolveSibling(Files.readSymbolicLink(place)).normalize();
            }
            return place;
        } catch (VolumeException e) {
            throw e;
        } catch (IOException e) {
            throw FileFacts.refused("look at " + target, e);
        }
    }

    private static VolumeException unsuitable(Path target, String why) {
        return new VolumeException(Reason.UNSUITABLE, "write to " + target + ": " + why);
    }
}
