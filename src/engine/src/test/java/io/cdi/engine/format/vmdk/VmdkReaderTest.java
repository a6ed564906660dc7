// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.Inputs;
import io.cdi.engine.format.Read;
import io.cdi.engine.format.vmdk.StreamOptimized.Grain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// On images made here byte by byte. The monolithic one has grains of 4 KiB and tables of 4 entries; of its 7
/// grains the second and the last, half a one, have data.
class VmdkReaderTest {

    private static final int SECTOR = 512;
    private static final int GRAIN = 8 * SECTOR;
    private static final int DISK = 6 * GRAIN + GRAIN / 2;
    private static final int DIRECTORY = 2 * SECTOR;
    private static final int TABLE_0 = 3 * SECTOR;
    private static final int TABLE_1 = 4 * SECTOR;
    private static final int DATA = 8 * SECTOR;

    @Test
    void readsGrainsInAnyOrder() throws Exception {
        assertThat(Read.disk(DiskFormat.VMDK, image(bytes -> {}))).isEqualTo(disk());
    }

    @Test
    void takesAnEntryOfOneForZerosOnlyWhenTheHeaderSaysSo() throws Exception {
        Consumer<ByteBuffer> one = bytes -> bytes.putInt(TABLE_0, 1);

        assertThat(Read.disk(DiskFormat.VMDK, image(one.andThen(bytes -> bytes.putInt(8, 1 | 4)))))
                .isEqualTo(disk());
        Read.refusal(DiskFormat.VMDK, image(one)).hasMessageContaining("its map points into its header");
    }

    @Test
    void refusesWhatIsNoWholeDiskInOneFile() {
        refusedDescriptor(text -> text.replace("parentCID=ffffffff", "parentCID=12345678"), "snapshot");
        refusedDescriptor(text -> text + "parentFileNameHint=\"a.vmdk\"\n", "snapshot");
        refusedDescriptor(text -> text + "encryption.keySafe = \"x\"\n", "encrypted");
        refusedDescriptor(text -> text.replace("monolithicSparse", "twoGbMaxExtentSparse"), "in 1 files (twoGb");
        refusedDescriptor(text -> text + "RW 52 SPARSE \"b.vmdk\"\n", "in 2 files");
        refusedDescriptor(text -> "", "one of several files of a split VMDK disk");
        refused(bytes -> bytes.putLong(28, 0), "one of several files of a split VMDK disk");
    }

    @Test
    void refusesDescriptionsAndPartsOfEsxDisks() {
        byte[] description = "# Disk DescriptorFile\nversion=1\ncreateType=\"monolithicFlat\"\nRW 9 FLAT \"a\" 0\n"
                .getBytes(StandardCharsets.US_ASCII);
        Read.refusal(DiskFormat.VMDK, description)
                .hasMessageContaining("only the description of a VMDK disk (monolithicFlat)");
        refused(bytes -> text(bytes, 0, "COWD"), "COWD");
        refused(bytes -> text(bytes, 0, "KDMX"), "does not begin like a VMDK");
    }

    @Test
    void refusesDamagedHeaders() {
        refused(bytes -> bytes.putLong(20, 3), "grain size is 3 sectors");
        refused(bytes -> bytes.putLong(20, 4), "grain size is 4 sectors");
        refused(bytes -> bytes.putLong(20, 1L << 40), "grain size is 1099511627776 sectors");
        refused(bytes -> bytes.putInt(44, 0), "grain tables have 0 entries");
        refused(bytes -> bytes.putInt(44, -1), "grain tables have 4294967295 entries");
        refused(bytes -> bytes.putLong(12, -1), "claims a disk of 18446744073709551615 sectors");
        refused(bytes -> bytes.putLong(12, 1L << 40), "claims a disk of");
        refused(bytes -> bytes.putLong(56, 1L << 60), "points outside");
        refused(bytes -> bytes.putLong(56, 0), "points outside");
        refused(bytes -> bytes.putLong(64, -2), "points outside");
        refused(bytes -> bytes.putLong(36, 1L << 40), "descriptor has 1099511627776 sectors");
        refused(bytes -> bytes.putLong(28, -1), "descriptor has 1 sectors at sector 18446744073709551615");
        refused(bytes -> text(bytes, 73, "\n \n\n"), "text mode");
    }

    /// For `qemu-img` the content of an empty one is in the files that its descriptor names, wherever they are.
    @Test
    void neverLeavesAnEmptyDiskToQemu() {
        Consumer<ByteBuffer> empty = bytes -> bytes.putLong(12, 0);

        refused(empty, "claims a disk of 0 sectors");
        refused(empty.andThen(bytes -> bytes.putInt(4, 4)), "claims a disk of 0 sectors");
        refused(empty.andThen(bytes -> bytes.putShort(77, (short) 2)), "claims a disk of 0 sectors");
        refused(empty.andThen(bytes -> bytes.putLong(56, -1)), "claims a disk of 0 sectors");
    }

    @Test
    void refusesDamagedTables() {
        refused(bytes -> bytes.putInt(DIRECTORY, TABLE_1 / SECTOR), "twice");
        refused(bytes -> bytes.putInt(TABLE_0, DATA / SECTOR), "twice");
        refused(bytes -> bytes.putInt(TABLE_0, -1), "outside the file");
        refused(bytes -> bytes.putInt(DIRECTORY, 1 << 20), "outside the file");
        refused(bytes -> bytes.putLong(56, 1 << 20), "cut off");
    }

    @Test
    void leavesRareKindsToQemu() {
        for (byte[] image : new byte[][] {
            image(bytes -> bytes.putInt(4, 4)),
            image(bytes -> bytes.putShort(77, (short) 2)),
            image(bytes -> bytes.putShort(77, (short) 1)),
            image(bytes -> bytes.putLong(56, -1)),
        }) {
            Read.refusal(DiskFormat.VMDK, image).isInstanceOf(TransferException.NeedsScratch.class);
        }
    }

    @Test
    void readsAStreamUpToItsEndMarker() throws Exception {
        byte[] image =
                StreamOptimized.image(DISK / SECTOR, new Grain(48, fill(GRAIN, 1)), new Grain(8, fill(GRAIN, 2)));

        assertThat(Read.disk(DiskFormat.VMDK, image)).isEqualTo(disk());
        assertThat(Read.disk(DiskFormat.VMDK, Arrays.copyOf(image, image.length + 9999)))
                .isEqualTo(disk());
    }

    @Test
    void readsAShortLastGrain() throws Exception {
        byte[] image =
                StreamOptimized.image(DISK / SECTOR, new Grain(8, fill(GRAIN, 2)), new Grain(48, fill(GRAIN / 2, 1)));

        assertThat(Read.disk(DiskFormat.VMDK, image)).isEqualTo(disk());
    }

    @Test
    void goesOnInAStreamWhereAnEarlierProcessStopped() throws Exception {
        byte[] image =
                StreamOptimized.image(DISK / SECTOR, new Grain(8, fill(GRAIN, 2)), new Grain(48, fill(GRAIN, 1)));
        long secondGrain = StreamOptimized.OVERHEAD + SECTOR;

        assertThat(Read.written(VmdkReader.open(Inputs.resumed(image, secondGrain))))
                .containsExactly(48L * SECTOR);
    }

    @Test
    void refusesDamagedStreams() {
        Grain good = new Grain(8, fill(GRAIN, 2));
        refusedStream("comes twice", good, good);
        refusedStream("for sector 9", new Grain(9, fill(GRAIN, 2)));
        refusedStream("for sector 56", new Grain(56, fill(GRAIN, 2)));
        refusedStream("for sector 18446744073709551608", new Grain(-8, fill(GRAIN, 2)));
        refusedStream("ends too early", new Grain(8, fill(GRAIN - 1, 2)));
        byte[] image = StreamOptimized.image(DISK / SECTOR, good);
        Read.refusal(DiskFormat.VMDK, Arrays.copyOf(image, image.length - SECTOR))
                .hasMessageContaining("cut off");
        Read.refusal(DiskFormat.VMDK, Arrays.copyOf(image, StreamOptimized.OVERHEAD + 20))
                .hasMessageContaining("cut off");
        image[StreamOptimized.OVERHEAD + 11] = 1;
        Read.refusal(DiskFormat.VMDK, image).hasMessageContaining("there is a grain of 16777");
    }

    private static void refusedStream(String reason, Grain... grains) {
        Read.refusal(DiskFormat.VMDK, StreamOptimized.image(DISK / SECTOR, grains))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }

    private static void refused(Consumer<ByteBuffer> change, String reason) {
        Read.refusal(DiskFormat.VMDK, image(change))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining(reason);
    }

    private static void refusedDescriptor(UnaryOperator<String> change, String reason) {
        refused(
                bytes -> {
                    bytes.put(SECTOR, new byte[SECTOR]);
                    text(bytes, SECTOR, change.apply(StreamOptimized.descriptor("monolithicSparse")));
                },
                reason);
    }

    private static byte[] disk() {
        byte[] disk = new byte[DISK];
        Arrays.fill(disk, GRAIN, 2 * GRAIN, (byte) 2);
        Arrays.fill(disk, 6 * GRAIN, DISK, (byte) 1);
        return disk;
    }

    private static byte[] image(Consumer<ByteBuffer> change) {
        ByteBuffer bytes = ByteBuffer.allocate(DATA + 2 * GRAIN).order(ByteOrder.LITTLE_ENDIAN);
        text(bytes, 0, "KDMV");
        bytes.putInt(4, 1)
                .putInt(8, 1)
                .putLong(12, DISK / SECTOR)
                .putLong(20, 8)
                .putLong(28, 1)
                .putLong(36, 1);
        bytes.putInt(44, 4).putLong(56, DIRECTORY / SECTOR).putLong(64, DATA / SECTOR);
        text(bytes, 73, "\n \r\n");
        text(bytes, SECTOR, StreamOptimized.descriptor("monolithicSparse"));
        bytes.putInt(DIRECTORY, TABLE_0 / SECTOR).putInt(DIRECTORY + 4, TABLE_1 / SECTOR);
        bytes.putInt(TABLE_0 + 4, DATA / SECTOR + 8).putInt(TABLE_1 + 8, DATA / SECTOR);
        bytes.put(DATA, fill(GRAIN, 1)).put(DATA + GRAIN, fill(GRAIN, 2));
        change.accept(bytes);
        return bytes.array();
    }

    private static byte[] fill(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void text(ByteBuffer bytes, int offset, String text) {
        bytes.put(offset, text.getBytes(StandardCharsets.US_ASCII));
    }
}
