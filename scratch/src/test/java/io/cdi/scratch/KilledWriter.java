// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// A process that writes half of a disk, keeps a checkpoint, writes on, and is killed with SIGKILL.
final class KilledWriter {

    static final String STATE = "half of it";
    static final int CHECKPOINT_BYTES = 5 * Disks.MIB + 777;

    private static final int WRITTEN_BYTES = 8 * Disks.MIB + 99;
    private static final int DISK_BYTES = 12 * Disks.MIB;

    private KilledWriter() {}

    static byte[] disk() {
        return Disks.patchy(DISK_BYTES, 42);
    }

    static void runAndKill(Path target, Path stateFolder) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        target.toString(),
                        stateFolder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
            if (!"written".equals(output.readLine())) {
                throw new AssertionError("the writer ended early");
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    /// @param words target and state folder
    @SuppressWarnings("SystemOut") // tells the parent that it may be killed now
    public static void main(String[] words) throws IOException, InterruptedException {
        var options = new VolumeOptions(OptionalLong.empty(), 0, false, true);
        byte[] disk = disk();
        TargetVolume volume = Volumes.open(Path.of(words[0]), options, Optional.of(Path.of(words[1])));
        volume.write(0, ByteBuffer.wrap(disk, 0, CHECKPOINT_BYTES));
        volume.checkpoint(STATE);
        volume.write(CHECKPOINT_BYTES, ByteBuffer.wrap(disk, CHECKPOINT_BYTES, WRITTEN_BYTES - CHECKPOINT_BYTES));
        System.out.println("written");
        Thread.currentThread().join();
    }
}
