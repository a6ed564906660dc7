// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.Inputs;
import io.cdi.engine.format.Read;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawReaderTest {

    private static final int BUFFER = DiskSink.BUFFER_BYTES;

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 511, 512, 513, 1024, BUFFER - 1, BUFFER, BUFFER + 511, BUFFER + 512, BUFFER + 513, 3 * BUFFER
            })
    void readsEveryByte(int length) throws Exception {
        byte[] disk = random(length);

        for (ImageInput input : List.of(Inputs.piped(disk), Inputs.counted(disk), Inputs.seekable(disk))) {
            RawReader reader = RawReader.open(input);
            assertThat(Read.disk(reader)).isEqualTo(disk);
            assertThat(reader.format()).isEqualTo(DiskFormat.RAW);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 512, 65536, BUFFER - 1024, BUFFER, BUFFER + 512})
    void takesTheFooterOfAFixedVhdOff(int length) throws Exception {
        byte[] disk = random(length);
        byte[] image = withFooter(disk, 2, length);

        for (ImageInput input : List.of(Inputs.piped(image), Inputs.counted(image), Inputs.seekable(image))) {
            RawReader reader = RawReader.open(input);
            assertThat(Read.disk(reader)).isEqualTo(disk);
            assertThat(reader.format()).isEqualTo(DiskFormat.VHD);
        }
    }

    @Test
    void knowsTheSizeBeforeReadingWhereItCan() throws Exception {
        byte[] image = withFooter(new byte[8192], 2, 8192);

        assertThat(RawReader.open(Inputs.seekable(image)).virtualSize()).hasValue(8192);
        assertThat(RawReader.open(Inputs.counted(image)).virtualSize()).isEmpty();
        assertThat(RawReader.open(Inputs.piped(image)).virtualSize()).isEmpty();
        assertThat(RawReader.open(Inputs.counted(new byte[8192])).virtualSize()).hasValue(8192);
    }

    @Test
    void keepsASectorThatIsNoFixedFooter() throws Exception {
        byte[] wrongSize = withFooter(random(4096), 2, 8192);
        byte[] dynamic = withFooter(random(4096), 3, 4096);
        byte[] wrongChecksum = withFooter(random(4096), 2, 4096);
        wrongChecksum[4096 + 80]++;

        for (byte[] image : List.of(wrongSize, dynamic, wrongChecksum)) {
            assertThat(Read.disk(DiskFormat.RAW, image)).isEqualTo(image);
            assertThat(Read.disk(RawReader.open(Inputs.seekable(image)))).isEqualTo(image);
        }
    }

    @Test
    void goesOnWhereAnEarlierProcessStopped() throws Exception {
        byte[] disk = random(3 * BUFFER + 100);

        byte[] rest = Read.disk(RawReader.open(Inputs.resumed(disk, BUFFER)));

        byte[] expected = disk.clone();
        Arrays.fill(expected, 0, BUFFER, (byte) 0);
        assertThat(rest).isEqualTo(expected);
    }

    @Test
    void refusesAStreamThatEndsBeforeItsLength() {
        ImageInput input = new ImageInput(
                "test", new ByteArrayInputStream(new byte[5000]), OptionalLong.of(8192), Optional.empty());

        assertThatThrownBy(() -> Read.disk(RawReader.open(input)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("cut off");
    }

    private static byte[] withFooter(byte[] disk, int type, long size) {
        ByteBuffer footer = ByteBuffer.allocate(512);
        footer.put(0, "conectix".getBytes(StandardCharsets.US_ASCII));
        footer.putLong(16, -1).putLong(48, size).putInt(60, type);
        int sum = 0;
        for (byte b : footer.array()) {
            sum += Byte.toUnsignedInt(b);
        }
        footer.putInt(64, ~sum);
        byte[] image = Arrays.copyOf(disk, disk.length + 512);
        footer.get(0, image, disk.length, 512);
        return image;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
