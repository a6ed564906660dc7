// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `qemu-img` and `qemu-io`, the judges of every decoder.
public final class QemuImg {

    private QemuImg() {}

    /// Makes an empty image. `options` are further words such as `-o`, `cluster_size=4096`.
    public static Path create(Path image, String format, long virtualBytes, String... options) {
        List<Object> command = new ArrayList<>(List.of("qemu-img", "create", "-q", "-f", format));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(image, virtualBytes));
        Command.run(command.toArray());
        return image;
    }

    /// Converts; `options` are further words such as `-c`, `-W`, `-o`, `subformat=streamOptimized`.
    public static Path convert(Path from, String fromFormat, Path to, String toFormat, String... options) {
        List<Object> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", fromFormat, "-O", toFormat));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of(from, to));
        Command.run(command.toArray());
        return to;
    }

    /// Runs commands of `qemu-io`, such as `write -P 7 0 64k`, against an image.
    public static void io(Path image, String format, String... commands) {
        List<Object> words = new ArrayList<>(List.of("qemu-io", "-f", format));
        for (String command : commands) {
            words.addAll(List.of("-c", command));
        }
        words.add(image);
        Command.run(words.toArray());
    }

    /// @throws AssertionError when the disks in the two images differ; a longer one may have zeros behind
    public static void assertSameDisk(Path image, String format, Path raw) {
        Command.run("qemu-img", "compare", "-f", format, "-F", "raw", image, raw);
    }
}
