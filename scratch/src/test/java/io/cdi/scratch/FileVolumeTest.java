// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cdi.scratch.VolumeException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileVolumeTest {

    private static final int MIB = Disks.MIB;
    private static final VolumeOptions RESUME = new VolumeOptions(OptionalLong.empty(), 0, false, true);

    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void nameTarget() {
        target = folder.resolve("disk.img");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void holdsWhatSeveralThreadsWroteInAnyOrder(long seed) throws IOException {
        byte[] disk = Disks.patchy(9 * MIB + 512, seed);
        Disks.fill(target, Disks.random(100, 1));

        try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
            Disks.writeAll(volume, disk, seed, 3);
            assertThat(volume.commit(disk.length)).isEqualTo(disk.length);
        }

        assertThat(Disks.read(target)).isEqualTo(disk);
        assertThat(names()).containsExactly("disk.img");
    }

    @Test
    void showsTheDiskOnlyWhenItIsComplete() throws IOException {
        byte[] old = Disks.random(5000, 2);
        Disks.fill(target, old);

        try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
            volume.write(0, ByteBuffer.wrap(Disks.random(MIB, 3)));
            assertThat(Disks.read(target)).isEqualTo(old);
        }

        assertThat(Disks.read(target)).isEqualTo(old);
        assertThat(names()).containsExactly("disk.img");
    }

    @Test
    void growsToTheRequestedSizeWithGroupRights() throws IOException {
        var options = new VolumeOptions(OptionalLong.of(10 * MIB), 0, false, false);

        try (TargetVolume volume = Volumes.open(target, options)) {
            assertThat(volume.capacityBytes()).isEqualTo(10 * MIB);
            volume.write(MIB, ByteBuffer.wrap(new byte[] {1}));
            assertThat(volume.commit(2 * MIB)).isEqualTo(10 * MIB);
        }

        assertThat(Files.size(target)).isEqualTo(10 * MIB);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-rw----");
    }

    @Test
    void refusesADiskThatIsLargerThanRequested() throws IOException {
        var options = new VolumeOptions(OptionalLong.of(MIB), 0, false, false);

        try (TargetVolume volume = Volumes.open(target, options)) {
            var onWrite = catchThrowableOfType(
                    VolumeException.class, () -> volume.write(MIB - 1, ByteBuffer.wrap(new byte[2])));
            var onCommit = catchThrowableOfType(VolumeException.class, () -> volume.commit(MIB + 1));

            assertThat(onWrite.reason()).isEqualTo(Reason.TOO_SMALL);
            assertThat(onCommit)
                    .hasMessageContaining(
                            "virtual image size 1048577 is larger than the reported available storage 1048576");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void leavesHolesWhereTheDiskIsZero() throws IOException {
        try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
            ByteBuffer bytes = Disks.direct(new byte[8 * MIB], 0, 8 * MIB);
            bytes.put(5 * MIB, (byte) 1);
            volume.write(0, bytes);
            volume.commit(8 * MIB);
        }

        try (DiskReader reader = DiskReader.open(target)) {
            DataRange data = reader.nextData(0).orElseThrow();
            assertThat(data.offset()).isLessThanOrEqualTo(5 * MIB);
            assertThat(data.length()).isLessThanOrEqualTo(64 << 10);
            assertThat(reader.nextData(data.end())).isEmpty();
        }
    }

    @Test
    void givesStorageToEveryByteWhenAsked() throws IOException {
        var options = new VolumeOptions(OptionalLong.of(4 * MIB), 0, true, false);

        try (TargetVolume volume = Volumes.open(target, options)) {
            volume.write(MIB, ByteBuffer.wrap(new byte[] {1}));
            volume.commit(2 * MIB);
        }

        assertThat(allocatedBytes(target)).isGreaterThanOrEqualTo(4 * MIB);
        byte[] expected = new byte[4 * MIB];
        expected[MIB] = 1;
        assertThat(Disks.read(target)).isEqualTo(expected);
    }

    @Test
    void followsSymbolicLinksAndKeepsThem() throws IOException {
        Path real = Files.createDirectory(folder.resolve("elsewhere")).resolve("real.img");
        Files.createSymbolicLink(target, Path.of("elsewhere/real.img"));

        try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
            volume.commit(MIB);
        }

        assertThat(Files.isSymbolicLink(target)).isTrue();
        assertThat(Files.size(real)).isEqualTo(MIB);
    }

    @Test
    void isForOneWriter() throws IOException {
        try (TargetVolume first = Volumes.open(target, VolumeOptions.DEFAULT)) {
            var second = catchThrowableOfType(VolumeException.class, () -> Volumes.open(target, VolumeOptions.DEFAULT));

            assertThat(second.reason()).isEqualTo(Reason.BUSY);
            assertThat(second).hasMessageContaining(target.toString());
            first.commit(512);
        }
        try (TargetVolume third = Volumes.open(target, VolumeOptions.DEFAULT)) {
            assertThat(third.commit(1024)).isEqualTo(1024);
        }
    }

    @Test
    void goesOnFromACheckpoint() throws IOException {
        byte[] disk = Disks.patchy(4 * MIB, 4);
        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            assertThat(volume.restored()).isEmpty();
            volume.write(0, ByteBuffer.wrap(disk, 0, 2 * MIB));
            volume.checkpoint("half\u00e9");
            volume.write(2 * MIB, ByteBuffer.wrap(disk, 2 * MIB, MIB));
        }

        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            assertThat(volume.restored()).contains("half\u00e9");
            volume.write(2 * MIB, ByteBuffer.wrap(disk, 2 * MIB, 2 * MIB));
            volume.commit(disk.length);
        }

        assertThat(Disks.read(target)).isEqualTo(disk);
        assertThat(names()).containsExactly("disk.img");
    }

    @Test
    void startsFreshAfterADamagedCheckpointOrARestart() throws IOException {
        leaveCheckpoint("one");
        Path sidecar = folder.resolve(".disk.img.resume");
        byte[] damaged = Files.readAllBytes(sidecar);
        damaged[damaged.length - 1] ^= 1;
        Files.write(sidecar, damaged);
        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            assertThat(volume.restored()).isEmpty();
        }

        leaveCheckpoint("two");
        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            assertThat(volume.restored()).contains("two");
            volume.restart();
            assertThat(volume.restored()).isEmpty();
            volume.commit(MIB);
        }

        assertThat(Disks.read(target)).isEqualTo(new byte[MIB]);
    }

    @Test
    void doesNotTakeAnotherFileForItsOwn() throws IOException {
        leaveCheckpoint("mine");
        Path part = folder.resolve(".disk.img.part");
        Files.copy(part, folder.resolve("copy"));
        Files.delete(part);
        Files.move(folder.resolve("copy"), part);

        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            assertThat(volume.restored()).isEmpty();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void forgetsCheckpointsWhenNobodyWantsToResume() throws IOException {
        leaveCheckpoint("old");

        try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
            assertThat(volume.restored()).isEmpty();
            volume.checkpoint("nothing is kept");
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void takesWhatAnotherProgramWrote() throws IOException {
        byte[] disk = Disks.random(MIB + 512, 8);

        try (TargetVolume volume = Volumes.open(target, VolumeOptions.DEFAULT)) {
            volume.write(0, ByteBuffer.wrap(Disks.random(3 * MIB, 9)));
            TargetVolume.HandOver handOver = volume.handOver(disk.length);
            assertThat(handOver.readsAsZero()).isTrue();
            assertThat(Disks.read(handOver.path())).isEqualTo(new byte[disk.length]);
            Disks.fill(handOver.path(), disk);
            volume.commit(disk.length);
        }

        assertThat(Disks.read(target)).isEqualTo(disk);
    }

    @Test
    void discardsWrongContent() throws IOException {
        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            volume.write(0, ByteBuffer.wrap(Disks.random(MIB, 5)));
            volume.checkpoint("bad");
            volume.discard();
            assertThat(allocatedBytes(folder.resolve(".disk.img.part"))).isZero();
        }

        assertThat(names()).isEmpty();
    }

    private void leaveCheckpoint(String state) throws IOException {
        try (TargetVolume volume = Volumes.open(target, RESUME)) {
            byte[] old = new byte[MIB];
            Arrays.fill(old, (byte) 7);
            volume.write(0, ByteBuffer.wrap(old));
            volume.checkpoint(state);
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static long allocatedBytes(Path file) throws IOException {
        try (OpenFile open = OpenFile.open(file, Linux.O_RDONLY)) {
            return open.allocatedBytes();
        }
    }
}
