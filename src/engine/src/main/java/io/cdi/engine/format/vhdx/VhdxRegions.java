// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhdx;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The region table (2.2.3): where the block allocation table and the metadata are.
record VhdxRegions(Region bat, Region metadata) {

    static final int TABLE_BYTES = 64 << 10;

    private static final int MOST_ENTRIES = 2047;
    private static final int HEADER_BYTES = 16;
    private static final int ENTRY_BYTES = 32;
    private static final long ALIGNMENT = 1 << 20;

    /// A part of the file, in bytes.
    record Region(long offset, long length) {}

    static VhdxRegions parse(ImageFront front, ByteBuffer table) throws TransferException {
        int entries = table.getInt(8);
        if (entries < 0 || entries > MOST_ENTRIES) {
            throw front.damaged("its region table claims " + Integer.toUnsignedString(entries) + " entries");
        }
        Map<UUID, Region> regions = new HashMap<>();
        for (int at = HEADER_BYTES; at < HEADER_BYTES + entries * ENTRY_BYTES; at += ENTRY_BYTES) {
            UUID id = Guid.at(table, at);
            boolean isRequired = (table.getInt(at + 28) & 1) != 0;
            if (!id.equals(Guid.BAT) && !id.equals(Guid.METADATA)) {
                refuseUnknown(front, id, isRequired);
            } else if (regions.put(id, region(front, table, at)) != null) {
                throw front.damaged("its region table has an entry twice");
            }
        }
        Region bat = regions.get(Guid.BAT);
        Region metadata = regions.get(Guid.METADATA);
        if (bat == null || metadata == null) {
            throw front.damaged("its region table lacks the block table or the metadata");
        }
        return new VhdxRegions(bat, metadata);
    }

    private static void refuseUnknown(ImageFront front, UUID id, boolean isRequired) throws TransferException {
        if (isRequired) {
            throw front.needsScratch("it has the region " + id + ", which is unknown here");
        }
    }

    private static Region region(ImageFront front, ByteBuffer table, int at) throws TransferException {
        long offset = table.getLong(at + 16);
        long length = Integer.toUnsignedLong(table.getInt(at + 24));
        if (offset < ALIGNMENT || offset % ALIGNMENT != 0 || length == 0 || length % ALIGNMENT != 0) {
            throw front.damaged(
                    "its region table has a region of " + length + " bytes at byte " + Long.toUnsignedString(offset));
        }
        return new Region(offset, length);
    }
}
