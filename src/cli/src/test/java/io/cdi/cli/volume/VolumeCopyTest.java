// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;
import io.cdi.scratch.VolumeOptions;
import io.cdi.testkit.Command;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeCopyTest {

    private static final long MIB = 1 << 20;

    @TempDir
    private Path folder;

    private Path source;
    private Path target;

    @BeforeEach
    void makeASourceWithHoles() throws IOException {
        source = folder.resolve("source.img");
        target = folder.resolve("target.img");
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
            file.setLength(64 * MIB);
            put(file, 5 * MIB + 17, 3_000_000);
            put(file, 63 * MIB, 100);
        }
    }

    @Test
    void copiesDataAndKeepsHoles() throws IOException {
        VolumeCopy copy = new VolumeCopy(source, target, VolumeOptions.DEFAULT);

        VolumeCopy.Result result = copy.copy();
        copy.verify();

        assertThat(result.diskBytes()).isEqualTo(64 * MIB);
        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        assertThat(Long.parseLong(Command.run("stat", "-c", "%b", target).strip()) * 512)
                .isLessThan(8 * MIB);
        assertThat(copy.progress().phase()).isEqualTo("done");
    }

    @Test
    void growsToTheRequestedSize() throws IOException {
        VolumeCopy copy = new VolumeCopy(source, target, new VolumeOptions(OptionalLong.of(80 * MIB), 0, false, false));

        copy.copy();
        copy.verify();

        assertThat(target).hasSize(80 * MIB);
    }

    @Test
    void refusesATargetThatIsTooSmall() {
        VolumeCopy copy = new VolumeCopy(source, target, new VolumeOptions(OptionalLong.of(10 * MIB), 0, false, false));

        assertThatThrownBy(copy::copy).isInstanceOf(VolumeException.class);
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesToCopyAVolumeOntoItself() throws IOException {
        Path alias = Files.createSymbolicLink(folder.resolve("alias.img"), source);

        assertThatThrownBy(new VolumeCopy(source, alias, VolumeOptions.DEFAULT)::copy)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("same volume");
    }

    @Test
    void verifyFindsADifferenceWhereTheSourceHasAHole() throws IOException {
        VolumeCopy copy = new VolumeCopy(source, target, VolumeOptions.DEFAULT);
        copy.copy();
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            put(file, 40 * MIB + 5, 1);
        }

        assertThatThrownBy(copy::verify)
                .isInstanceOf(TransferException.Integrity.class)
                .hasMessageContaining("at byte " + (40 * MIB + 5));
    }

    @Test
    void verifyFindsContentBehindTheEndOfTheSource() throws IOException {
        VolumeCopy copy = new VolumeCopy(source, target, VolumeOptions.DEFAULT);
        copy.copy();
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            put(file, 70 * MIB, 1);
        }

        assertThatThrownBy(copy::verify).hasMessageContaining("at byte " + 70 * MIB);
    }

    @Test
    void interruptionLeavesNothingBehind() throws IOException {
        Thread.currentThread().interrupt();

        assertThatThrownBy(new VolumeCopy(source, target, VolumeOptions.DEFAULT)::copy)
                .isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).isTrue();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(source);
        }
    }

    private static void put(RandomAccessFile file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251 + 1);
        }
        file.seek(offset);
        file.write(bytes);
    }
}
