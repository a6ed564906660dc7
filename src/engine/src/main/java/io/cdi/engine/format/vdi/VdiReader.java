// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vdi;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.BlockMap;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads a VDI.
public final class VdiReader {

    /// Entries from here on have no block: one was never written, another was discarded; both read as zero.
    private static final int DISCARDED = -2;

    private VdiReader() {}

    /// Reads and checks the header.
    public static ImageReader open(ImageInput input) throws IOException {
        ImageFront front = new ImageFront(input);
        VdiHeader header = VdiHeader.parse(front, front.bytesAt(0, VdiHeader.BYTES));
        BlockMap.Shape shape = new BlockMap.Shape(
                header.virtualSize(),
                header.blockBytes(),
                header.mapOffset(),
                Math.ceilDiv(header.virtualSize(), header.blockBytes()),
                Integer.BYTES);
        return new BlockMap(
                DiskFormat.VDI,
                front,
                shape,
                ByteOrder.LITTLE_ENDIAN,
                (block, table, map) -> place(front, header, block, table, map));
    }

    private static void place(ImageFront front, VdiHeader header, long block, ByteBuffer table, BlockMap map)
            throws TransferException {
        int entry = table.getInt();
        if (Integer.compareUnsigned(entry, DISCARDED) >= 0) {
            return;
        }
        long place = Integer.toUnsignedLong(entry);
        if (place >= header.blocks()) {
            throw front.damaged("block " + block + " is at place " + place + " of " + header.blocks());
        }
        map.place(block, header.dataOffset() + place * header.blockBytes());
    }
}
