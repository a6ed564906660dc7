// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhdx;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.format.Inputs;
import io.cdi.engine.format.Read;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// On images made here byte by byte: metadata at 1 MiB, table at 2 MiB, blocks of 1 MiB from 3 MiB on; the disk
/// has 3.5 blocks, of which the second and the last have data, in the other order.
class VhdxReaderTest {

    private static final int MIB = 1 << 20;
    private static final int HEADER_1 = 64 << 10;
    private static final int HEADER_2 = 128 << 10;
    private static final int REGIONS_1 = 192 << 10;
    private static final int REGIONS_2 = 256 << 10;
    private static final int METADATA = MIB;
    private static final int ITEMS = METADATA + (64 << 10);
    private static final int TABLE = 2 * MIB;
    private static final int DISK = 3 * MIB + MIB / 2;

    @Test
    void readsBlocksInAnyOrder() throws Exception {
        assertThat(Read.disk(DiskFormat.VHDX, image(bytes -> {}))).isEqualTo(disk());
    }

    @Test
    void readsATableThatStandsBeforeTheMetadata() throws Exception {
        byte[] image = image(bytes -> {
            byte[] metadata = new byte[MIB];
            byte[] table = new byte[MIB];
            bytes.get(METADATA, metadata).get(TABLE, table).put(METADATA, table).put(TABLE, metadata);
            for (int regions : new int[] {REGIONS_1, REGIONS_2}) {
                bytes.putLong(regions + 32, METADATA).putLong(regions + 64, TABLE);
            }
        });

        assertThat(Read.disk(DiskFormat.VHDX, image)).isEqualTo(disk());
    }

    @Test
    void passesOverSectorBitmapEntries() throws Exception {
        int block = 256 * MIB;
        byte[] image = image(bytes -> {
            bytes.putInt(ITEMS, block).putLong(ITEMS + 8, 17L * block + 4096);
            bytes.putLong(TABLE, 0).putLong(TABLE + 8, 0).putLong(TABLE + 24, 0);
            // Blocks 0 to 15, a bitmap, blocks 16 and 17.
            bytes.putLong(TABLE + 16 * 8, 6 | 3L * MIB).putLong(TABLE + 18 * 8, 6 | 3L * MIB);
        });

        ImageReader reader = VhdxReader.open(Inputs.piped(image));

        assertThat(reader.virtualSize()).hasValue(17L * block + 4096);
        assertThat(Read.written(reader)).containsExactly(17L * block);
    }

    @Test
    void takesTheNewerGoodHeaderAndAnyGoodRegionTable() throws Exception {
        byte[] newerHasALog = image(bytes -> bytes.putLong(HEADER_2 + 48, 1));
        Read.refusal(DiskFormat.VHDX, newerHasALog)
                .isInstanceOf(TransferException.NeedsScratch.class)
                .hasMessageContaining("its log was not written back");

        newerHasALog[HEADER_2 + 100]++;
        newerHasALog[REGIONS_1 + 100]++;
        assertThat(Read.disk(DiskFormat.VHDX, newerHasALog)).isEqualTo(disk());

        newerHasALog[HEADER_1 + 100]++;
        Read.refusal(DiskFormat.VHDX, newerHasALog).hasMessageContaining("none of its two VHDX headers");
    }

    @Test
    void refusesDifferencingDisks() {
        refused(bytes -> bytes.putInt(ITEMS + 4, 2), "differencing");
        refused(bytes -> putEntry(bytes, 4, Guid.PARENT_LOCATOR, ITEMS, 4), "differencing");
    }

    @Test
    void leavesUnknownPartsToQemu() {
        UUID unknown = new UUID(1, 2);
        for (byte[] image : new byte[][] {
            image(bytes -> putEntry(bytes, 4, unknown, ITEMS, 4)),
            image(bytes -> putRegion(bytes, 2, unknown, 4 * MIB, 1)),
            image(bytes -> bytes.putShort(HEADER_2 + 66, (short) 2))
        }) {
            Read.refusal(DiskFormat.VHDX, image).isInstanceOf(TransferException.NeedsScratch.class);
        }
    }

    @Test
    void ignoresUnknownPartsThatAreNotRequired() throws Exception {
        UUID unknown = new UUID(1, 2);
        byte[] image = image(bytes -> {
            putEntry(bytes, 4, unknown, ITEMS, 0);
            putRegion(bytes, 2, unknown, 4 * MIB, 0);
        });

        assertThat(Read.disk(DiskFormat.VHDX, image)).isEqualTo(disk());
    }

    @Test
    void refusesDamagedHeaders() {
        refused(bytes -> text(bytes, 0, "vhdxfilf"), "VHDX identifier");
        refused(bytes -> bytes.putInt(REGIONS_1 + 8, 2048), "2048 entries");
        refused(bytes -> bytes.putInt(REGIONS_1 + 8, -1), "4294967295 entries");
        refused(bytes -> bytes.putInt(REGIONS_1 + 8, 1), "lacks the block table or the metadata");
        refused(bytes -> putRegion(bytes, 2, Guid.BAT, 4 * MIB, 1), "twice");
        refused(bytes -> bytes.putLong(REGIONS_1 + 32, 4096), "region of 1048576 bytes at byte 4096");
        refused(bytes -> bytes.putInt(REGIONS_1 + 40, 0), "region of 0 bytes");
        refused(bytes -> bytes.putLong(REGIONS_1 + 64, 1L << 62), "cut off");
    }

    @Test
    void refusesDamagedMetadata() {
        refused(bytes -> text(bytes, METADATA, "metadatb"), "no metadata table");
        refused(bytes -> bytes.putShort(METADATA + 10, (short) 2), "lack the item");
        refused(bytes -> bytes.putInt(METADATA + 32 + 16, MIB - 4), "lack the item");
        refused(bytes -> bytes.putInt(METADATA + 32 + 16, -8), "lack the item");
        refused(bytes -> bytes.putInt(ITEMS, 3 * MIB), "block size is 3145728");
        refused(bytes -> bytes.putInt(ITEMS, 1 << 31), "block size is 2147483648");
        refused(bytes -> bytes.putInt(ITEMS + 16, 1024), "sector size is 1024");
        refused(bytes -> bytes.putLong(ITEMS + 8, DISK + 1), "ends within a sector");
        refused(bytes -> bytes.putLong(ITEMS + 8, (64L << 40) + 512), "claims a disk");
        refused(bytes -> bytes.putLong(ITEMS + 8, -512), "claims a disk");
        refused(bytes -> bytes.putLong(ITEMS + 8, 1L << 40), "block table has 1048576 bytes");
    }

    @Test
    void refusesDamagedTables() {
        refused(bytes -> bytes.putLong(TABLE, 6 | 3L * MIB), "twice");
        refused(bytes -> bytes.putLong(TABLE, 6 | 9L * MIB), "outside the file");
        refused(bytes -> bytes.putLong(TABLE, 6 | 1L << 63), "outside the file");
        refused(bytes -> bytes.putLong(TABLE, 7 | 9L * MIB), "partly in a parent");
        refused(bytes -> bytes.putLong(TABLE, 4), "unknown state 4");
    }

    private static void refused(Consumer<ByteBuffer> change, String reason) {
        Read.refusal(DiskFormat.VHDX, image(change))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }

    private static byte[] disk() {
        byte[] disk = new byte[DISK];
        Arrays.fill(disk, MIB, 2 * MIB, (byte) 2);
        Arrays.fill(disk, 3 * MIB, DISK, (byte) 1);
        return disk;
    }

    /// A good image, changed, with its checksums made right after that.
    private static byte[] image(Consumer<ByteBuffer> change) {
        ByteBuffer bytes = ByteBuffer.allocate(5 * MIB).order(ByteOrder.LITTLE_ENDIAN);
        text(bytes, 0, "vhdxfile");
        text(bytes, HEADER_1, "head");
        text(bytes, HEADER_2, "head");
        bytes.putLong(HEADER_1 + 8, 1).putShort(HEADER_1 + 66, (short) 1);
        bytes.putLong(HEADER_2 + 8, 2).putShort(HEADER_2 + 66, (short) 1);
        text(bytes, REGIONS_1, "regi");
        putRegion(bytes, 0, Guid.BAT, TABLE, 1);
        putRegion(bytes, 1, Guid.METADATA, METADATA, 1);
        bytes.putInt(REGIONS_1 + 8, 2);
        putMetadata(bytes);
        bytes.putLong(TABLE, 2).putLong(TABLE + 8, 6 | 4L * MIB);
        bytes.putLong(TABLE + 16, 3).putLong(TABLE + 24, 6 | 3L * MIB);
        Arrays.fill(bytes.array(), 3 * MIB, 4 * MIB, (byte) 1);
        Arrays.fill(bytes.array(), 4 * MIB, 5 * MIB, (byte) 2);
        change.accept(bytes);
        bytes.put(REGIONS_2, bytes, REGIONS_1, 64 << 10);
        putChecksum(bytes, HEADER_1, 4096);
        putChecksum(bytes, HEADER_2, 4096);
        putChecksum(bytes, REGIONS_1, 64 << 10);
        putChecksum(bytes, REGIONS_2, 64 << 10);
        return bytes.array();
    }

    private static void putMetadata(ByteBuffer bytes) {
        text(bytes, METADATA, "metadata");
        putEntry(bytes, 1, Guid.FILE_PARAMETERS, ITEMS, 4);
        putEntry(bytes, 2, Guid.VIRTUAL_DISK_SIZE, ITEMS + 8, 6);
        putEntry(bytes, 3, Guid.LOGICAL_SECTOR_SIZE, ITEMS + 16, 6);
        bytes.putInt(ITEMS, MIB).putLong(ITEMS + 8, DISK).putInt(ITEMS + 16, 512);
    }

    /// Sets entry `number`, from 1, of the metadata table; there are as many then.
    private static void putEntry(ByteBuffer bytes, int number, UUID id, int item, int flags) {
        int at = METADATA + 32 * number;
        putGuid(bytes, at, id);
        bytes.putInt(at + 16, item - METADATA).putInt(at + 20, 8).putInt(at + 24, flags);
        bytes.putShort(METADATA + 10, (short) number);
    }

    /// Sets entry `number`, from 0, of the region table; there are as many and one then.
    private static void putRegion(ByteBuffer bytes, int number, UUID id, int offset, int required) {
        int at = REGIONS_1 + 16 + 32 * number;
        putGuid(bytes, at, id);
        bytes.putLong(at + 16, offset).putInt(at + 24, MIB).putInt(at + 28, required);
        bytes.putInt(REGIONS_1 + 8, number + 1);
    }

    private static void putGuid(ByteBuffer bytes, int at, UUID id) {
        long high = id.getMostSignificantBits();
        bytes.putInt(at, (int) (high >> 32))
                .putShort(at + 4, (short) (high >> 16))
                .putShort(at + 6, (short) high);
        bytes.putLong(at + 8, Long.reverseBytes(id.getLeastSignificantBits()));
    }

    private static void putChecksum(ByteBuffer bytes, int offset, int length) {
        bytes.putInt(offset + 4, 0);
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(offset, length));
        bytes.putInt(offset + 4, (int) crc.getValue());
    }

    private static void text(ByteBuffer bytes, int offset, String text) {
        bytes.put(offset, text.getBytes(StandardCharsets.US_ASCII));
    }
}
