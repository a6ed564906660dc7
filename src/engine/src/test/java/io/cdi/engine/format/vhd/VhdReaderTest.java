// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.Inputs;
import io.cdi.engine.format.Read;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// On images made here byte by byte: two blocks of 64 KiB, the second of them at sector 4, behind its bitmap.
class VhdReaderTest {

    private static final int BLOCK = 64 << 10;
    private static final int HEADER = 512;
    private static final int TABLE = 1536;
    private static final int FIRST_BLOCK = 2048;

    @Test
    void readsAllocatedBlocksWhateverTheirBitmapSays() throws Exception {
        byte[] fullBitmap = new byte[512];
        Arrays.fill(fullBitmap, (byte) -1);
        byte[] expected = new byte[2 * BLOCK];
        Arrays.fill(expected, BLOCK, 2 * BLOCK, (byte) 7);

        assertThat(Read.disk(DiskFormat.VHD, image(bytes -> {}))).isEqualTo(expected);
        assertThat(Read.disk(DiskFormat.VHD, image(bytes -> bytes.put(FIRST_BLOCK, fullBitmap))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"win , 130048", "d2v , 130048", "qem2, 130048", "vpc , 129024", "qemu, 129024", "vs  , 129024"})
    void takesTheSizeThatItsMakerMeant(String creator, long expected) throws Exception {
        byte[] image = image(bytes -> {
            text(bytes, 28, creator);
            bytes.putLong(48, 130_048).putShort(56, (short) 4).put(58, (byte) 9).put(59, (byte) 7);
        });

        assertThat(VhdReader.open(Inputs.piped(image)).virtualSize()).hasValue(expected);
    }

    @Test
    void takesTheSizeFieldWhenTheGeometryIsAtItsEnd() throws Exception {
        long size = 140L << 30;
        byte[] image = image(bytes -> {
            bytes.putLong(48, size)
                    .putShort(56, (short) 65_535)
                    .put(58, (byte) 16)
                    .put(59, (byte) 255);
            bytes.putInt(HEADER + 28, (int) (size / BLOCK));
        });

        assertThat(VhdReader.open(Inputs.piped(image)).virtualSize()).hasValue(size);
    }

    @Test
    void refusesDifferencingDisks() {
        refused(bytes -> bytes.putInt(60, 4), "differencing");
    }

    @Test
    void refusesDamagedHeaders() {
        Read.refusal(DiskFormat.VHD, broken(40)).hasMessageContaining("checksum of its VHD footer");
        Read.refusal(DiskFormat.VHD, broken(HEADER + 60)).hasMessageContaining("checksum of its dynamic disk header");
        refused(bytes -> text(bytes, 0, "conectiX"), "does not begin with a VHD footer");
        refused(bytes -> bytes.putInt(60, 2), "its type is 2");
        refused(bytes -> bytes.putLong(16, 1L << 40), "cut off");
        refused(bytes -> bytes.putLong(16, -1), "cut off");
        refused(bytes -> text(bytes, HEADER, "cxsparsf"), "no dynamic disk header");
        refused(bytes -> bytes.putInt(HEADER + 32, 3 << 16), "block size is 196608");
        refused(bytes -> bytes.putInt(HEADER + 32, 0), "block size is 0");
        refused(bytes -> bytes.putInt(HEADER + 32, 1 << 31), "block size is 2147483648");
        refused(bytes -> bytes.putInt(HEADER + 28, 1), "block table has 1 entries");
        refused(bytes -> bytes.putLong(HEADER + 16, -5), "block table has 2 entries at byte -5");
        refused(bytes -> bytes.putLong(48, 1L << 60), "claims a disk of 1152921504606846976 bytes");
        refused(bytes -> bytes.putLong(48, -512), "claims a disk of 18446744073709551104 bytes");
    }

    @Test
    void refusesDamagedTables() {
        refused(bytes -> bytes.putInt(TABLE, 4), "twice");
        refused(bytes -> bytes.putInt(TABLE, 1 << 30), "outside the file");
        refused(bytes -> bytes.putInt(TABLE, 300), "outside the file");
        refused(bytes -> bytes.putInt(TABLE + 4, 5), "cut off");
        refused(bytes -> bytes.putLong(HEADER + 16, 1L << 40), "cut off");
    }

    @Test
    void leavesTinyBlocksToQemu() {
        Read.refusal(
                        DiskFormat.VHD,
                        image(bytes -> bytes.putInt(HEADER + 32, 512).putInt(HEADER + 28, 256)))
                .isInstanceOf(TransferException.NeedsScratch.class);
    }

    private static void refused(Consumer<ByteBuffer> change, String reason) {
        Read.refusal(DiskFormat.VHD, image(change))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }

    private static byte[] broken(int offset) {
        byte[] image = image(bytes -> {});
        image[offset]++;
        return image;
    }

    /// A good image, changed, with its checksums made right after that.
    private static byte[] image(Consumer<ByteBuffer> change) {
        ByteBuffer bytes = ByteBuffer.allocate(FIRST_BLOCK + 512 + BLOCK);
        text(bytes, 0, "conectix");
        text(bytes, 28, "win ");
        bytes.putLong(16, HEADER).putLong(48, 2 * BLOCK).putInt(60, 3);
        text(bytes, HEADER, "cxsparse");
        bytes.putLong(HEADER + 16, TABLE).putInt(HEADER + 28, 2).putInt(HEADER + 32, BLOCK);
        bytes.putInt(TABLE, -1).putInt(TABLE + 4, FIRST_BLOCK / 512);
        Arrays.fill(bytes.array(), FIRST_BLOCK + 512, bytes.capacity(), (byte) 7);
        change.accept(bytes);
        putChecksum(bytes, 0, 512, 64);
        putChecksum(bytes, HEADER, 1024, 36);
        return bytes.array();
    }

    private static void putChecksum(ByteBuffer bytes, int offset, int length, int checksumOffset) {
        bytes.putInt(offset + checksumOffset, 0);
        int sum = 0;
        for (int i = offset; i < offset + length; i++) {
            sum += Byte.toUnsignedInt(bytes.get(i));
        }
        bytes.putInt(offset + checksumOffset, ~sum);
    }

    private static void text(ByteBuffer bytes, int offset, String text) {
        bytes.put(offset, text.getBytes(StandardCharsets.US_ASCII));
    }
}
