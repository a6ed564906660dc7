// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/// Stream-optimized images in VMware's own form, which `qemu-img` reads but does not write: grains of 4 KiB,
/// each table after its grains, the directory and a footer at the end, and an end marker.
final class StreamOptimized {

    static final int OVERHEAD = 1024;

    private static final int SECTOR = 512;
    private static final int GRAIN_SECTORS = 8;
    private static final int ENTRIES = 4;

    /// What a grain marker says, and what comes after it, unpacked.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Grain(long sector, byte[] content) {}

    private StreamOptimized() {}

    static String descriptor(String type) {
        return "# Disk DescriptorFile\nversion=1\nCID=1\nparentCID=ffffffff\ncreateType=\"" + type
                + "\"\n# Extent description\nRDONLY 52 SPARSE \"call-me-stream.vmdk\"\n";
    }

    /// A disk of at most 64 sectors.
    static byte[] image(long capacity, Grain... grains) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(capacity, -1));
        out.writeBytes(padded(descriptor("streamOptimized").getBytes(StandardCharsets.US_ASCII)));
        int tables = (int) Math.ceilDiv(capacity, GRAIN_SECTORS * ENTRIES);
        int[] places = new int[tables * ENTRIES];
        for (Grain grain : grains) {
            int index = Math.floorMod(grain.sector() / GRAIN_SECTORS, places.length);
            places[index] = out.size() / SECTOR;
            out.writeBytes(packed(grain));
        }
        int[] directory = new int[tables];
        for (int table = 0; table < tables; table++) {
            out.writeBytes(marker(1, 1));
            directory[table] = out.size() / SECTOR;
            out.writeBytes(numbers(java.util.Arrays.copyOfRange(places, table * ENTRIES, (table + 1) * ENTRIES)));
        }
        out.writeBytes(marker(1, 2));
        int directoryPlace = out.size() / SECTOR;
        out.writeBytes(numbers(directory));
        out.writeBytes(marker(1, 3));
        out.writeBytes(header(capacity, directoryPlace));
        out.writeBytes(marker(0, 0));
        return out.toByteArray();
    }

    private static byte[] header(long capacity, long directory) {
        ByteBuffer bytes = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("KDMV".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(4, 3)
                .putInt(8, 1 | 1 << 16 | 1 << 17)
                .putLong(12, capacity)
                .putLong(20, GRAIN_SECTORS);
        bytes.putLong(28, 1)
                .putLong(36, 1)
                .putInt(44, ENTRIES)
                .putLong(56, directory)
                .putLong(64, OVERHEAD / SECTOR);
        bytes.put(73, "\n \r\n".getBytes(StandardCharsets.US_ASCII)).putShort(77, (short) 1);
        return bytes.array();
    }

    private static byte[] packed(Grain grain) {
        byte[] packed = new byte[2 * SECTOR * GRAIN_SECTORS];
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(grain.content());
            deflater.finish();
            int length = deflater.deflate(packed);
            ByteBuffer bytes = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putLong(grain.sector()).putInt(length).put(packed, 0, length);
            return padded(bytes.array());
        }
    }

    private static byte[] marker(long sectors, int type) {
        return ByteBuffer.allocate(SECTOR)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0, sectors)
                .putInt(12, type)
                .array();
    }

    private static byte[] numbers(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(numbers);
        return bytes.array();
    }

    private static byte[] padded(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, SECTOR) * SECTOR);
    }
}
