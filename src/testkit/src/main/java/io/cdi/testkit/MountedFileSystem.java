// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small file system of its own, mounted until closed. Needs root and loop devices.
///
/// @param folder where it is mounted
/// @param loop the device that it lies on
public record MountedFileSystem(Path folder, LoopDevice loop) implements AutoCloseable {

    /// Makes an ext4 file system.
    ///
    /// @param home an existing folder for the image and the mount point
    /// @param options further words for mkfs.ext4, such as `-O`, `^extent`
    public static MountedFileSystem ext4(Path home, long bytes, String... options) {
        LoopDevice loop = LoopDevice.attach(home.resolve("filesystem.img"), bytes, 512);
        try {
            Path folder = Files.createDirectories(home.resolve("mounted"));
            Object[] words = new Object[options.length + 5];
            Object[] first = {"mkfs.ext4", "-q", "-m", "0"};
            System.arraycopy(first, 0, words, 0, first.length);
            System.arraycopy(options, 0, words, first.length, options.length);
            words[words.length - 1] = loop.device();
            Command.run(words);
            Command.run("mount", loop.device(), folder);
            return new MountedFileSystem(folder, loop);
        } catch (IOException e) {
            loop.close();
            throw new UncheckedIOException("mount below " + home + ": " + e.getMessage(), e);
        } catch (AssertionError e) {
            loop.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (loop) {
            Command.run("umount", folder);
        }
    }
}
