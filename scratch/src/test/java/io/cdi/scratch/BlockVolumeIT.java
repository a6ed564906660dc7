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
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockVolumeIT {

    private static final int MIB = Disks.MIB;
    private static final int DEVICE_BYTES = 24 * MIB;
    private static final VolumeOptions RESUME = new VolumeOptions(OptionalLong.empty(), 0, false, true);

    @TempDir
    Path folder;

    @BeforeEach
    void needsLoopDevices() {
        Optional<String> unavailable = LoopDevice.unavailable();
        assumeTrue(unavailable.isEmpty(), () -> unavailable.orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "512, 25165824, false",
        "4096, 25165824, false",
        "512, 10000384, false",
        "4096, 10000384, false",
        "4096, 10000384, true",
        "512, 700, false",
        "4096, 700, true"
    })
    void leavesNoStaleByteOnADevice(int sectorBytes, int diskBytes, boolean preallocate) throws IOException {
        byte[] disk = Disks.patchy(diskBytes, sectorBytes + diskBytes);

        try (LoopDevice loop = staleDevice(sectorBytes)) {
            try (TargetVolume volume =
                    Volumes.open(loop.device(), new VolumeOptions(OptionalLong.empty(), 0, preallocate, false))) {
                assertThat(volume.capacityBytes()).isEqualTo(DEVICE_BYTES);
                Disks.writeAll(volume, disk, 1, 3);
                assertThat(volume.commit(diskBytes)).isEqualTo(DEVICE_BYTES);
            }
            assertThat(Disks.read(loop.device())).isEqualTo(Arrays.copyOf(disk, DEVICE_BYTES));
        }
    }

    @Test
    void takesStorageForTheWholeDiskOnlyWhenAsked() throws IOException {
        for (boolean preallocate : new boolean[] {false, true}) {
            try (LoopDevice loop = staleDevice(512)) {
                try (TargetVolume volume =
                        Volumes.open(loop.device(), new VolumeOptions(OptionalLong.empty(), 0, preallocate, false))) {
                    volume.write(3 * MIB, ByteBuffer.wrap(Disks.random(MIB, 1)));
                    volume.commit(16 * MIB);
                }
                long allocated = FileVolumeTest.allocatedBytes(loop.backing());
                assertThat(allocated).isBetween(preallocate ? 16L * MIB : MIB, preallocate ? 18L * MIB : 4L * MIB);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void goesOnAfterSigkillWithAndWithoutACheckpoint(int sectorBytes) throws Exception {
        byte[] disk = KilledWriter.disk();

        for (VolumeOptions options : new VolumeOptions[] {RESUME, VolumeOptions.DEFAULT}) {
            try (LoopDevice loop = staleDevice(sectorBytes)) {
                KilledWriter.runAndKill(loop.device(), folder);
                assertThat(Arrays.copyOf(Disks.read(loop.device()), MIB - 512)).isEqualTo(new byte[MIB - 512]);

                try (TargetVolume volume = Volumes.open(loop.device(), options, Optional.of(folder))) {
                    assertThat(volume.restored())
                            .isEqualTo(options.resume() ? Optional.of(KilledWriter.STATE) : Optional.empty());
                    int from = options.resume() ? KilledWriter.CHECKPOINT_BYTES : 0;
                    volume.write(from, ByteBuffer.wrap(disk, from, disk.length - from));
                    volume.commit(disk.length);
                }
                assertThat(Disks.read(loop.device())).isEqualTo(Arrays.copyOf(disk, DEVICE_BYTES));
            }
        }
    }

    @Test
    void refusesADeviceThatIsInUse() throws IOException {
        try (var mounted = MountedFileSystem.ext4(folder, DEVICE_BYTES)) {
            Path device = mounted.loop().device();
            var refusal =
                    catchThrowableOfType(VolumeException.class, () -> Volumes.open(device, VolumeOptions.DEFAULT));

            assertThat(refusal.reason()).isEqualTo(Reason.BUSY);
            assertThat(refusal)
                    .hasMessageContaining("open " + device + ": Device or resource busy (EBUSY); unmount it");
        }
    }

    @Test
    void refusesAReadOnlyDevice() throws IOException {
        // Not with blockdev --setro: the node would stay read-only for its next user.
        Path backing = Files.write(folder.resolve("backing"), new byte[4 * MIB]);
        String node = Command.run("losetup", "--find", "--show", "--read-only", backing)
                .strip();
        try (var loop = new LoopDevice(Path.of(node), backing)) {
            var refusal = catchThrowableOfType(
                    VolumeException.class, () -> Volumes.open(loop.device(), VolumeOptions.DEFAULT));

            assertThat(refusal.reason()).isEqualTo(Reason.NOT_PERMITTED);
            assertThat(refusal).hasMessageContaining("the device is read-only; attach it writable");
        }
    }

    @Test
    void isForOneWriter() throws IOException {
        try (LoopDevice loop = staleDevice(512);
                TargetVolume _ = Volumes.open(loop.device(), VolumeOptions.DEFAULT)) {
            var second = catchThrowableOfType(
                    VolumeException.class, () -> Volumes.open(loop.device(), VolumeOptions.DEFAULT));

            assertThat(second.reason()).isEqualTo(Reason.BUSY);
        }
    }

    @Test
    void refusesADiskThatIsLargerThanTheDevice() throws IOException {
        try (LoopDevice loop = staleDevice(512);
                TargetVolume volume = Volumes.open(loop.device(), VolumeOptions.DEFAULT)) {
            var refusal = catchThrowableOfType(VolumeException.class, () -> volume.commit(DEVICE_BYTES + 1));

            assertThat(refusal.reason()).isEqualTo(Reason.TOO_SMALL);
        }
    }

    @Test
    void saysThatTheStorageFailed() throws IOException {
        try (var mounted = MountedFileSystem.ext4(folder, 16 * MIB)) {
            Path thin = mounted.folder().resolve("thin.img");
            try (LoopDevice loop = LoopDevice.attach(thin, 64 * MIB, 512);
                    TargetVolume volume = Volumes.open(loop.device(), VolumeOptions.DEFAULT)) {
                var failure = catchThrowableOfType(VolumeException.class, () -> {
                    for (int offset = 0; offset < 64 * MIB; offset += MIB) {
                        volume.write(offset, Disks.direct(Disks.random(MIB, offset), 0, MIB));
                    }
                    volume.commit(64 * MIB);
                });
                var after = catchThrowableOfType(VolumeException.class, () -> volume.commit(64 * MIB));

                // A loop device tells its full file system as ENOSPC or as EIO, by the kernel's version.
                assertThat(failure.reason()).isIn(Reason.NO_SPACE, Reason.IO);
                assertThat(failure.getMessage())
                        .matches("(write|make durable|zero) .*" + loop.device() + ": .*\\(E(NOSPC|IO)\\); .*");
                assertThat(after).hasMessageStartingWith("go on after a failure");
            }
        }
    }

    @Test
    void readsAsADiskWithoutHoles() throws IOException {
        try (LoopDevice loop = staleDevice(4096);
                DiskReader reader = DiskReader.open(loop.device())) {
            assertThat(reader.sizeBytes()).isEqualTo(DEVICE_BYTES);
            assertThat(reader.nextData(4096)).contains(new DataRange(4096, DEVICE_BYTES - 4096));
            assertThat(reader.nextData(DEVICE_BYTES)).isEmpty();
            assertThat(Volumes.deviceBytes(loop.device())).hasValue(DEVICE_BYTES);
        }
    }

    private LoopDevice staleDevice(int sectorBytes) throws IOException {
        Path backing = folder.resolve("backing-" + sectorBytes);
        Files.deleteIfExists(backing);
        Disks.fill(backing, Disks.random(DEVICE_BYTES, sectorBytes));
        LoopDevice loop = LoopDevice.attach(backing, DEVICE_BYTES, sectorBytes);
        assertThat(Command.run("blockdev", "--getss", loop.device()).strip()).isEqualTo("" + sectorBytes);
        return loop;
    }
}
