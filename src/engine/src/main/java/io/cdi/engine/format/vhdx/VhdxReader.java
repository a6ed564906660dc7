// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhdx;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.BlockMap;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.format.vhdx.VhdxRegions.Region;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads a dynamic or fixed VHDX; both have the same form.
public final class VhdxReader {

    private static final long PLACE_MASK = ~0xf_ffffL;

    private VhdxReader() {}

    /// Reads and checks headers and metadata.
    public static ImageReader open(ImageInput input) throws IOException {
        ImageFront front = new ImageFront(input);
        VhdxHeader header = VhdxHeader.read(front);
        VhdxMetadata metadata = VhdxMetadata.read(front, header.regions().metadata());
        if (!header.logIsEmpty()) {
            throw front.needsScratch("its log was not written back, because the program that wrote it was stopped");
        }
        return new BlockMap(
                DiskFormat.VHDX,
                front,
                shape(front, metadata, header.regions().bat()),
                ByteOrder.LITTLE_ENDIAN,
                (entry, table, map) -> place(front, metadata.chunkRatio(), entry, table, map));
    }

    /// The table's size (2.5): an entry for each payload block, and one for a sector bitmap after each chunk of
    /// them but the last.
    private static BlockMap.Shape shape(ImageFront front, VhdxMetadata metadata, Region bat) throws TransferException {
        long payloadBlocks = Math.ceilDiv(metadata.virtualSize(), metadata.blockBytes());
        long entries = payloadBlocks + Math.max(0, payloadBlocks - 1) / metadata.chunkRatio();
        if (entries * Long.BYTES > bat.length()) {
            throw front.damaged("its block table has " + bat.length() + " bytes, too few for the disk's size");
        }
        return new BlockMap.Shape(metadata.virtualSize(), metadata.blockBytes(), bat.offset(), entries, Long.BYTES);
    }

    /// A table entry (2.5.1): the low three bits are the state, the high 44 the place in MiB.
    private static void place(ImageFront front, int chunkRatio, long index, ByteBuffer table, BlockMap map)
            throws TransferException {
        long entry = table.getLong();
        long block = index - index / (chunkRatio + 1);
        boolean isSectorBitmap = index % (chunkRatio + 1) == chunkRatio;
        if (isSectorBitmap) {
            return;
        }
        int state = (int) (entry & 7);
        switch (state) {
            // Not present, undefined, zero, unmapped (3; 5 before version 1): all read as zero.
            case 0, 1, 2, 3, 5 -> {}
            case 6 -> map.place(block, entry & PLACE_MASK);
            case 7 -> throw front.damaged("block " + block + " is partly in a parent, and the disk has none");
            default -> throw front.damaged("block " + block + " has the unknown state " + state);
        }
    }
}
