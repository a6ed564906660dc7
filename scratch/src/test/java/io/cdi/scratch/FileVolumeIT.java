// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdi.scratch.VolumeException.Reason;
import io.cdi.testkit.Command;
import io.cdi.testkit.LoopDevice;
import io.cdi.testkit.MountedFileSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileVolumeIT {

    private static final int MIB = Disks.MIB;
    private static final VolumeOptions PREALLOCATE = new VolumeOptions(OptionalLong.empty(), 0, true, false);

    @TempDir
    Path folder;

    @Test
    void goesOnAfterSigkillWithAndWithoutACheckpoint() throws Exception {
        byte[] disk = KilledWriter.disk();
        Path target = folder.resolve("disk.img");

        for (boolean resume : new boolean[] {true, false}) {
            KilledWriter.runAndKill(target, folder);

            try (TargetVolume volume =
                    Volumes.open(target, new VolumeOptions(OptionalLong.empty(), 0, false, resume))) {
                assertThat(volume.restored()).isEqualTo(resume ? Optional.of(KilledWriter.STATE) : Optional.empty());
                int from = resume ? KilledWriter.CHECKPOINT_BYTES : 0;
                volume.write(from, ByteBuffer.wrap(disk, from, disk.length - from));
                volume.commit(disk.length);
            }

            assertThat(Disks.read(target)).isEqualTo(disk);
            try (var left = Files.list(folder)) {
                assertThat(left).containsExactly(target);
            }
        }
    }

    @Test
    void saysThatTheVolumeIsFull() throws IOException {
        needsLoopDevices();
        try (var mounted = MountedFileSystem.ext4(folder, 24 * MIB)) {
            Path target = mounted.folder().resolve("disk.img");
            try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
                Files.write(mounted.folder().resolve("other"), new byte[10 * MIB]);
                var failure = catchThrowableOfType(VolumeException.class, () -> {
                    for (int offset = 0; offset < volume.capacityBytes() - MIB; offset += MIB) {
                        volume.write(offset, Disks.direct(Disks.random(MIB, offset), 0, MIB));
                    }
                });

                assertThat(failure.reason()).isEqualTo(Reason.NO_SPACE);
                assertThat(failure.getMessage())
                        .matches("write .* at .* of .*/\\.disk\\.img\\.part: No space left on device \\(ENOSPC\\); "
                                + "free space or use a larger volume");
            }
            assertThat(target).doesNotExist();
            assertThat(mounted.folder().resolve(".disk.img.part")).doesNotExist();
        }
    }

    @Test
    void saysBeforeWritingThatThereIsNoStorageToAllocate() throws IOException {
        needsLoopDevices();
        try (var mounted = MountedFileSystem.ext4(folder, 24 * MIB)) {
            Path target = mounted.folder().resolve("disk.img");
            try (TargetVolume volume = Volumes.open(target, PREALLOCATE)) {
                Files.write(mounted.folder().resolve("other"), Disks.random(10 * MIB, 1));
                var failure = catchThrowableOfType(VolumeException.class, () -> volume.commit(volume.capacityBytes()));

                assertThat(failure.reason()).isEqualTo(Reason.NO_SPACE);
                assertThat(failure).hasMessageStartingWith("allocate ");
            }
        }
    }

    @Test
    void countsTheSpaceThatAKilledProcessLeftAsFree() throws IOException {
        needsLoopDevices();
        try (var mounted = MountedFileSystem.ext4(folder, 24 * MIB)) {
            Path target = mounted.folder().resolve("disk.img");
            long before = new DirectoryTarget(mounted.folder()).freeBytes();
            Files.write(mounted.folder().resolve(".disk.img.part"), Disks.random(12 * MIB, 1));

            try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
                assertThat(volume.capacityBytes()).isBetween(before - 64 * 1024, before);
                volume.write(0, ByteBuffer.wrap(Disks.random(15 * MIB, 2)));
                volume.commit(15 * MIB);
            }
            assertThat(Disks.read(target)).isEqualTo(Disks.random(15 * MIB, 2));
        }
    }

    @Test
    void writesZerosWhereTheFileSystemCannotAllocate() throws IOException {
        needsLoopDevices();
        byte[] disk = Disks.patchy(10 * MIB + 512, 9);
        try (var mounted = MountedFileSystem.ext4(folder, 40 * MIB, "-O", "^extent,^64bit,^metadata_csum")) {
            Path target = mounted.folder().resolve("disk.img");
            try (TargetVolume volume = Volumes.open(target, PREALLOCATE)) {
                Disks.writeAll(volume, disk, 9, 3);
                volume.commit(disk.length);
            }

            assertThat(Disks.read(target)).isEqualTo(disk);
            assertThat(FileVolumeTest.allocatedBytes(target)).isGreaterThanOrEqualTo(disk.length);
        }
    }

    @Test
    void keepsThePageCacheSmall() throws IOException {
        needsLoopDevices();
        Files.createDirectories(folder.resolve("ext4"));
        try (var mounted = MountedFileSystem.ext4(folder.resolve("ext4"), 256 * MIB)) {
            Path target = mounted.folder().resolve("disk.img");
            ByteBuffer cluster = Disks.direct(Disks.random(64 << 10, 1), 0, 64 << 10);
            try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
                long most = 0;
                for (int offset = 0; offset < 160 * MIB; offset += 64 << 10) {
                    volume.write(offset, cluster.rewind());
                    if (offset % (40 * MIB) == 0) {
                        most = Math.max(most, cachedBytes(mounted.folder().resolve(".disk.img.part")));
                    }
                }

                assertThat(most).isLessThanOrEqualTo(3 * BoundedWriter.WINDOW_BYTES);
            }
        }
    }

    private static long cachedBytes(Path file) {
        return Long.parseLong(Command.run("fincore", "--bytes", "--noheadings", "--output", "RES", file)
                .strip());
    }

    private static void needsLoopDevices() {
        Optional<String> unavailable = LoopDevice.unavailable();
        assumeTrue(unavailable.isEmpty(), () -> unavailable.orElseThrow());
    }
}
