// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReaderTest {

    private static final int MIB = Disks.MIB;

    @TempDir
    Path folder;

    @Test
    void readsADiskRangeByRangeAndLeavesOutItsHoles() throws IOException {
        byte[] disk = new byte[9 * MIB];
        System.arraycopy(Disks.random(MIB + 5, 1), 0, disk, 2 * MIB, MIB + 5);
        System.arraycopy(Disks.random(100, 2), 0, disk, 7 * MIB, 100);
        Path file = folder.resolve("disk");
        try (TargetVolume volume = Volumes.open(file, VolumeOptions.DEFAULT)) {
            volume.write(0, ByteBuffer.wrap(disk));
            volume.commit(disk.length);
        }

        byte[] copy = new byte[disk.length];
        long read = 0;
        try (DiskReader reader = DiskReader.open(file)) {
            assertThat(reader.sizeBytes()).isEqualTo(disk.length);
            for (var range = reader.nextData(0);
                    range.isPresent();
                    range = reader.nextData(range.get().end())) {
                int offset = (int) range.get().offset();
                int length = (int) range.get().length();
                assertThat(reader.read(offset, ByteBuffer.wrap(copy, offset, length)))
                        .isEqualTo(length);
                read += length;
            }
        }

        assertThat(copy).isEqualTo(disk);
        assertThat(read).isLessThan(2 * MIB);
    }

    @Test
    void stopsAtTheEnd() throws IOException {
        Path file = Files.write(folder.resolve("disk"), new byte[] {1, 2, 3});

        try (DiskReader reader = DiskReader.open(file)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(10);
            assertThat(reader.read(1, direct)).isEqualTo(2);
            assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
            assertThat(reader.read(3, ByteBuffer.allocate(10))).isZero();
            assertThat(reader.nextData(3)).isEmpty();
        }
    }

    @Test
    void findsNoDataInAnEmptyFileOrAHole() throws IOException {
        Path file = Files.createFile(folder.resolve("empty"));
        Path hole = folder.resolve("hole");
        try (TargetVolume volume = Volumes.open(hole, VolumeOptions.DEFAULT)) {
            volume.commit(MIB);
        }

        assertThat(firstData(file)).isEmpty();
        assertThat(firstData(hole)).isEmpty();
    }

    @Test
    void readsOnlyFilesAndDevices() {
        assertThatThrownBy(() -> DiskReader.open(folder)).hasMessageContaining("there is a directory");
        assertThatThrownBy(() -> DiskReader.open(folder.resolve("none"))).hasMessageContaining("there is nothing");
    }

    private static Optional<DataRange> firstData(Path file) throws IOException {
        try (DiskReader reader = DiskReader.open(file)) {
            return reader.nextData(0);
        }
    }
}
