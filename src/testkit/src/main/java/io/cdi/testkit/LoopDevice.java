// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A block device of this machine whose bytes are those of a file. Needs root.
///
/// @param device the device node
/// @param backing the file
public record LoopDevice(Path device, Path backing) implements AutoCloseable {

    /// Why this machine has no loop devices for us; empty when it has.
    public static Optional<String> unavailable() {
        if (!Files.isWritable(Path.of("/dev/loop-control"))) {
            return Optional.of("loop devices need root and /dev/loop-control");
        }
        Command.Result probe = Command.tryRun("losetup", "--find");
        return probe.exitCode() == 0
                ? Optional.empty()
                : Optional.of(
                        "losetup finds no free loop device: " + probe.output().strip());
    }

    /// Makes the file longer if needed, and attaches it.
    ///
    /// @param sectorBytes 512 or 4096
    public static LoopDevice attach(Path backing, long bytes, int sectorBytes) {
        try (var file = new RandomAccessFile(backing.toFile(), "rw")) {
            if (file.length() < bytes) {
                file.setLength(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("make " + backing + ": " + e.getMessage(), e);
        }
        String device = Command.run("losetup", "--find", "--show", "--sector-size", sectorBytes, backing)
                .strip();
        return new LoopDevice(Path.of(device), backing);
    }

    @Override
    public void close() {
        Command.run("losetup", "--detach", device);
    }
}
