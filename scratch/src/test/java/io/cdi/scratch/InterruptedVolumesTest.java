// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/// However often a transfer is interrupted, with checkpoints or without, the disk is right at the end.
class InterruptedVolumesTest {

    private static final int DISK_BYTES = Disks.MIB + 700_416;
    private static final int DEVICE_BYTES = 2 * Disks.MIB;

    private Path folder = Path.of("");

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("interrupted");
    }

    @AfterTry
    void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    interface Opener {
        TargetVolume open(VolumeOptions options) throws IOException;
    }

    @Property(tries = 15)
    void aFileEndsRight(@ForAll @IntRange(max = 9999) int seed, @ForAll @Size(max = 4) List<Interruption> stops)
            throws IOException {
        Path target = folder.resolve("disk.img");
        byte[] disk = Disks.patchy(DISK_BYTES, seed);

        transfer(options -> Volumes.open(target, options), disk, seed, stops);

        assertThat(Arrays.equals(Disks.read(target), disk)).isTrue();
    }

    @Property(tries = 15)
    void aDeviceEndsRight(@ForAll @IntRange(max = 9999) int seed, @ForAll @Size(max = 4) List<Interruption> stops)
            throws IOException {
        Path device = folder.resolve("device");
        byte[] disk = Disks.patchy(DISK_BYTES, seed);
        Disks.fill(device, Disks.random(DEVICE_BYTES, seed));

        transfer(options -> openDevice(device, options), disk, seed, stops);

        assertThat(Arrays.equals(Disks.read(device), Arrays.copyOf(disk, DEVICE_BYTES)))
                .isTrue();
    }

    enum Interruption {
        BEFORE_A_CHECKPOINT,
        AFTER_A_CHECKPOINT,
        WITHOUT_RESUME
    }

    private static void transfer(Opener opener, byte[] disk, long seed, List<Interruption> stops) throws IOException {
        var random = new Random(seed);
        for (Interruption stop : stops) {
            boolean isResuming = stop != Interruption.WITHOUT_RESUME;
            try (TargetVolume volume = opener.open(new VolumeOptions(OptionalLong.empty(), 0, false, isResuming))) {
                int at = volume.restored().map(Integer::valueOf).orElse(0);
                at = write(volume, disk, at, at + random.nextInt(disk.length - at + 1), random);
                if (stop == Interruption.AFTER_A_CHECKPOINT) {
                    volume.checkpoint(Integer.toString(at));
                    write(volume, disk, at, at + random.nextInt(disk.length - at + 1), random);
                }
            }
        }
        try (TargetVolume volume = opener.open(new VolumeOptions(OptionalLong.empty(), 0, false, true))) {
            int at = volume.restored().map(Integer::valueOf).orElse(0);
            write(volume, disk, at, disk.length, random);
            volume.commit(disk.length);
        }
    }

    private static int write(TargetVolume volume, byte[] disk, int from, int to, Random random) throws IOException {
        for (int at = from; at < to; ) {
            int length = Math.min(to - at, 1 + random.nextInt(400_000));
            volume.write(at, random.nextBoolean() ? ByteBuffer.wrap(disk, at, length) : Disks.direct(disk, at, length));
            at += length;
        }
        return to;
    }

    private TargetVolume openDevice(Path device, VolumeOptions options) throws VolumeException {
        return new BlockVolume(
                device,
                OpenFile.open(device, Linux.O_RDWR),
                DEVICE_BYTES,
                options,
                Optional.of(new CheckpointFile(folder.resolve("state"))));
    }
}
