// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhdx;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.vhdx.VhdxRegions.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The metadata (2.6): what kind of disk it is.
///
/// @param virtualSize of the disk in bytes
/// @param blockBytes the data of one payload block
record VhdxMetadata(long virtualSize, int blockBytes, int logicalSectorBytes) {

    private static final int TABLE_BYTES = 64 << 10;
    private static final int REGION_BYTES = 1 << 20;
    private static final int MOST_ENTRIES = 2047;
    private static final int ENTRY_BYTES = 32;
    private static final int REQUIRED = 4;
    private static final int HAS_PARENT = 2;
    private static final int SMALLEST_BLOCK = 1 << 20;
    private static final int LARGEST_BLOCK = 256 << 20;
    private static final Set<UUID> KNOWN = Set.of(
            Guid.FILE_PARAMETERS,
            Guid.VIRTUAL_DISK_SIZE,
            Guid.VIRTUAL_DISK_ID,
            Guid.LOGICAL_SECTOR_SIZE,
            Guid.PHYSICAL_SECTOR_SIZE,
            Guid.PARENT_LOCATOR);

    /// Reads all metadata, which the specification keeps below 1 MiB (2.6).
    static VhdxMetadata read(ImageFront front, Region region) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(front.bytesAt(region.offset(), REGION_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        Map<UUID, Integer> items = items(front, bytes);
        int parameters = item(front, items, Guid.FILE_PARAMETERS);
        int flags = bytes.getInt(parameters + 4);
        if ((flags & HAS_PARENT) != 0 || items.containsKey(Guid.PARENT_LOCATOR)) {
            throw front.input()
                    .refuse("it is a differencing VHDX, which holds only the changes to another disk; merge it with"
                            + " its parent (Merge-VHD) and import the result");
        }
        int blockBytes = bytes.getInt(parameters);
        if (blockBytes < SMALLEST_BLOCK || blockBytes > LARGEST_BLOCK || Integer.bitCount(blockBytes) != 1) {
            throw front.damaged("its block size is " + Integer.toUnsignedString(blockBytes));
        }
        int sectorBytes = bytes.getInt(item(front, items, Guid.LOGICAL_SECTOR_SIZE));
        if (sectorBytes != 512 && sectorBytes != 4096) {
            throw front.damaged("its sector size is " + Integer.toUnsignedString(sectorBytes));
        }
        long virtualSize = front.checkedSize(bytes.getLong(item(front, items, Guid.VIRTUAL_DISK_SIZE)));
        if (virtualSize % sectorBytes != 0) {
            throw front.damaged("its disk of " + virtualSize + " bytes ends within a sector");
        }
        return new VhdxMetadata(virtualSize, blockBytes, sectorBytes);
    }

    /// How many payload blocks a sector bitmap block belongs to; in the table it comes after them (2.5).
    int chunkRatio() {
        return (int) ((1L << 23) * logicalSectorBytes / blockBytes);
    }

    /// The metadata table (2.6.1): the place of each item in the region.
    private static Map<UUID, Integer> items(ImageFront front, ByteBuffer bytes) throws TransferException {
        byte[] signature = new byte[8];
        bytes.get(0, signature);
        int entries = Short.toUnsignedInt(bytes.getShort(10));
        if (!ImageFront.text(signature, 0, signature.length).equals("metadata") || entries > MOST_ENTRIES) {
            throw front.damaged("its metadata region has no metadata table");
        }
        Map<UUID, Integer> items = new HashMap<>();
        for (int at = ENTRY_BYTES; at <= entries * ENTRY_BYTES; at += ENTRY_BYTES) {
            UUID id = Guid.at(bytes, at);
            if (KNOWN.contains(id)) {
                items.put(id, bytes.getInt(at + 16));
            } else if ((bytes.getInt(at + 24) & REQUIRED) != 0) {
                throw front.needsScratch("it has the metadata item " + id + ", which is unknown here");
            }
        }
        return items;
    }

    private static int item(ImageFront front, Map<UUID, Integer> items, UUID id) throws TransferException {
        int offset = items.getOrDefault(id, 0);
        if (offset < TABLE_BYTES || offset > REGION_BYTES - Long.BYTES) {
            throw front.damaged("its metadata lack the item " + id);
        }
        return offset;
    }
}
