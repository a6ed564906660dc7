// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.Read;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// On images made here byte by byte: four blocks of 64 KiB, unallocated, at place 1, discarded and at place
/// 0; the last one is half a block.
class VdiReaderTest {

    private static final int BLOCK = 64 << 10;
    private static final int MAP = 512;
    private static final int DATA = 1024;
    private static final int DISK = 3 * BLOCK + BLOCK / 2;

    @Test
    void readsBlocksInAnyOrder() throws Exception {
        byte[] expected = new byte[DISK];
        Arrays.fill(expected, BLOCK, 2 * BLOCK, (byte) 2);
        Arrays.fill(expected, 3 * BLOCK, DISK, (byte) 1);

        assertThat(Read.disk(DiskFormat.VDI, image(bytes -> {}))).isEqualTo(expected);
        assertThat(Read.disk(DiskFormat.VDI, image(bytes -> bytes.putInt(76, 2))))
                .isEqualTo(expected);
    }

    @Test
    void endsTheDiskWithAWholeSector() throws Exception {
        assertThat(Read.disk(DiskFormat.VDI, image(bytes -> bytes.putLong(368, DISK - 511))))
                .hasSize(DISK);
    }

    @Test
    void refusesPartsOfDisks() {
        refused(bytes -> bytes.putInt(76, 4), "differencing or undo VDI (type 4)");
        refused(bytes -> bytes.putInt(76, 3), "differencing or undo VDI (type 3)");
        refused(bytes -> bytes.putLong(448, 1), "differencing");
        refused(bytes -> bytes.putInt(380, 8), "extra data");
    }

    @Test
    void refusesDamagedHeaders() {
        refused(bytes -> bytes.putInt(68, 1), "version 0.1");
        refused(bytes -> bytes.putInt(376, 0), "block size is 0");
        refused(bytes -> bytes.putInt(376, 1 << 31), "block size is 2147483648");
        refused(bytes -> bytes.putInt(376, BLOCK * 3), "block size is 196608");
        refused(bytes -> bytes.putInt(360, 4096), "sector size is 4096");
        refused(bytes -> bytes.putLong(368, -1), "claims a disk of 18446744073709551615 bytes");
        refused(bytes -> bytes.putLong(368, 1L << 50), "claims a disk of");
        refused(bytes -> bytes.putInt(384, 3), "block map has 3 entries");
        refused(bytes -> bytes.putInt(340, -512), "cut off");
    }

    @Test
    void refusesDamagedMaps() {
        refused(bytes -> bytes.putInt(MAP, 0), "twice");
        refused(bytes -> bytes.putInt(MAP, 4), "block 0 is at place 4 of 4");
        refused(bytes -> bytes.putInt(MAP, 3), "outside the file");
        refused(bytes -> bytes.putInt(MAP, -3), "block 0 is at place 4294967293");
    }

    @Test
    void refusesACutOffFile() {
        byte[] image = image(bytes -> {});
        Read.refusal(DiskFormat.VDI, Arrays.copyOf(image, image.length - 1)).hasMessageContaining("cut off");
        Read.refusal(DiskFormat.VDI, Arrays.copyOf(image, 400)).hasMessageContaining("cut off");
    }

    private static void refused(Consumer<ByteBuffer> change, String reason) {
        Read.refusal(DiskFormat.VDI, image(change))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }

    private static byte[] image(Consumer<ByteBuffer> change) {
        ByteBuffer bytes = ByteBuffer.allocate(DATA + 2 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(64, 0xbeda107f).putInt(68, 0x0001_0001).putInt(72, 400).putInt(76, 1);
        bytes.putInt(340, MAP).putInt(344, DATA).putInt(360, 512);
        bytes.putLong(368, DISK).putInt(376, BLOCK).putInt(384, 4).putInt(388, 2);
        bytes.putInt(MAP, -1).putInt(MAP + 4, 1).putInt(MAP + 8, -2).putInt(MAP + 12, 0);
        Arrays.fill(bytes.array(), DATA, DATA + BLOCK, (byte) 1);
        Arrays.fill(bytes.array(), DATA + BLOCK, DATA + 2 * BLOCK, (byte) 2);
        change.accept(bytes);
        return bytes.array();
    }
}
