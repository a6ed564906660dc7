// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The device is a file here, so that no rights are needed; [BlockVolumeIT] has real ones.
class BlockVolumeTest {

    private static final int MIB = Disks.MIB;
    private static final VolumeOptions RESUME = new VolumeOptions(OptionalLong.empty(), 0, false, true);

    @TempDir
    Path folder;

    private Path device;

    @BeforeEach
    void nameDevice() {
        device = folder.resolve("device");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 8388608, 8388608",
        "2, 8388608, 5000000",
        "3, 8392192, 8392192",
        "4, 8392192, 300000",
        "5, 512000, 512000",
        "6, 512000, 1000",
        "7, 1048576, 1048576",
        "8, 1049088, 1049088",
        "9, 8388608, 0"
    })
    void readsAsTheDiskAndThenZerosWhateverWasThereBefore(long seed, int deviceBytes, int diskBytes)
            throws IOException {
        byte[] disk = Disks.patchy(diskBytes, seed);
        Disks.fill(device, Disks.random(deviceBytes, seed + 100));

        try (TargetVolume volume = open(VolumeOptions.DEFAULT)) {
            if (diskBytes > 0) {
                Disks.writeAll(volume, disk, seed, 3);
            }
            assertThat(volume.commit(diskBytes)).isEqualTo(deviceBytes);
        }

        assertThat(Disks.read(device)).isEqualTo(Arrays.copyOf(disk, deviceBytes));
    }

    @Test
    void isUnbootableUntilItIsComplete() throws IOException {
        Disks.fill(device, Disks.random(8 * MIB, 1));

        try (TargetVolume volume = open(VolumeOptions.DEFAULT)) {
            assertThat(volume.capacityBytes()).isEqualTo(8 * MIB);
            volume.write(0, ByteBuffer.wrap(Disks.random(4 * MIB, 2)));
            assertThat(Arrays.copyOf(Disks.read(device), MIB)).isEqualTo(new byte[MIB]);
        }

        byte[] left = Disks.read(device);
        assertThat(Arrays.copyOf(left, MIB)).isEqualTo(new byte[MIB]);
        assertThat(Arrays.copyOfRange(left, 7 * MIB, 8 * MIB)).isEqualTo(new byte[MIB]);
    }

    @Test
    void changesNothingBeforeTheFirstWrite() throws IOException {
        byte[] old = Disks.random(3 * MIB, 1);
        Disks.fill(device, old);

        open(RESUME).close();

        assertThat(Disks.read(device)).isEqualTo(old);
    }

    @Test
    void goesOnFromACheckpointAmongStaleBytes() throws IOException {
        byte[] disk = Disks.patchy(6 * MIB, 3);
        Disks.fill(device, Disks.random(8 * MIB, 4));
        int half = 3 * MIB + 12345;
        try (TargetVolume volume = open(RESUME)) {
            volume.write(0, ByteBuffer.wrap(disk, 0, half));
            volume.checkpoint("half");
            volume.write(half, ByteBuffer.wrap(disk, half, MIB));
        }

        try (TargetVolume volume = open(RESUME)) {
            assertThat(volume.restored()).contains("half");
            volume.write(half, ByteBuffer.wrap(disk, half, disk.length - half));
            volume.commit(disk.length);
        }

        assertThat(Disks.read(device)).isEqualTo(Arrays.copyOf(disk, 8 * MIB));
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void startsFreshWhenTheDeviceWasUsedByOthersSince() throws IOException {
        Disks.fill(device, Disks.random(4 * MIB, 1));
        try (TargetVolume volume = open(RESUME)) {
            volume.write(2 * MIB, ByteBuffer.wrap(Disks.random(MIB, 2)));
            volume.checkpoint("mine");
        }
        Disks.fill(device, Disks.random(4 * MIB, 3));

        try (TargetVolume volume = open(RESUME)) {
            assertThat(volume.restored()).isEmpty();
            volume.commit(MIB);
        }

        assertThat(Disks.read(device)).isEqualTo(new byte[4 * MIB]);
    }

    @Test
    void forgetsEverythingOnRestart() throws IOException {
        Disks.fill(device, Disks.random(4 * MIB, 1));

        try (TargetVolume volume = open(RESUME)) {
            volume.write(0, ByteBuffer.wrap(Disks.random(3 * MIB, 2)));
            volume.checkpoint("wrong");
            volume.restart();
            volume.write(2 * MIB + 7, ByteBuffer.wrap(new byte[] {1, 2, 3}));
            volume.commit(4 * MIB);
        }

        byte[] expected = new byte[4 * MIB];
        System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 2 * MIB + 7, 3);
        assertThat(Disks.read(device)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3000000, 8388608", "500000, 8388608", "8388608, 8388608", "3000000, 3000320"})
    void leavesNoStaleByteBehindWhatAnotherProgramWrote(int diskBytes, int deviceBytes) throws IOException {
        byte[] disk = Disks.random(diskBytes, 5);
        Disks.fill(device, Disks.random(deviceBytes, 6));

        try (TargetVolume volume = open(RESUME)) {
            Disks.fill(volume.handOver(diskBytes).path(), disk);
            volume.commit(diskBytes);
        }

        assertThat(Disks.read(device)).isEqualTo(Arrays.copyOf(disk, deviceBytes));
    }

    @Test
    void isUnbootableWhenAnotherProgramFailed() throws IOException {
        Disks.fill(device, Disks.random(4 * MIB, 1));

        try (TargetVolume volume = open(VolumeOptions.DEFAULT)) {
            Disks.fill(volume.handOver(3 * MIB).path(), Disks.random(2 * MIB, 2));
        }

        assertThat(Arrays.copyOf(Disks.read(device), MIB)).isEqualTo(new byte[MIB]);
    }

    @Test
    void wipesWrongContent() throws IOException {
        Disks.fill(device, Disks.random(4 * MIB, 1));

        try (TargetVolume volume = open(RESUME)) {
            volume.write(0, ByteBuffer.wrap(Disks.random(3 * MIB, 2)));
            volume.checkpoint("wrong");
            volume.discard();
        }

        assertThat(Disks.read(device)).isEqualTo(new byte[4 * MIB]);
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void givesStorageToTheWholeDiskWhenAsked() throws IOException {
        Disks.fill(device, new byte[0]);
        try (OpenFile file = OpenFile.open(device, Linux.O_RDWR)) {
            file.truncate(8 * MIB);
        }
        int diskBytes = 4 * MIB + 512;

        try (TargetVolume volume = open(new VolumeOptions(OptionalLong.empty(), 0, true, false))) {
            volume.write(2 * MIB, ByteBuffer.wrap(new byte[] {1}));
            volume.commit(diskBytes);
        }

        assertThat(FileVolumeTest.allocatedBytes(device)).isBetween((long) diskBytes, 5L * MIB);
    }

    private TargetVolume open(VolumeOptions options) throws VolumeException {
        OpenFile file = OpenFile.open(device, Linux.O_RDWR);
        return new BlockVolume(
                device,
                file,
                FileFacts.of(device).sizeBytes(),
                options,
                Optional.of(new CheckpointFile(folder.resolve("state"))));
    }
}
