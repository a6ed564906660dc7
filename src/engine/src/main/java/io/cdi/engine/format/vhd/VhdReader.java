// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhd;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.BlockMap;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Reads a dynamic VHD.
public final class VhdReader {

    private static final long SECTOR = 512;
    /// What 32-bit sector numbers can name: 2040 GiB.
    private static final long LARGEST_DISK = 0xff00_0000L * SECTOR;
    /// A table entry of a block that was never written ("Block Allocation Table and Data Blocks").
    private static final int UNALLOCATED = -1;

    private VhdReader() {}

    /// Reads and checks the headers.
    public static ImageReader open(ImageInput input) throws IOException {
        ImageFront front = new ImageFront(input);
        VhdFooter footer = VhdFooter.parse(front.bytesAt(0, VhdFooter.BYTES))
                .orElseThrow(() -> front.damaged("it does not begin with a VHD footer"));
        long virtualSize = checked(front, footer);
        DynamicHeader header = DynamicHeader.parse(front, front.bytesAt(footer.headerOffset(), DynamicHeader.BYTES));
        long entries = Math.ceilDiv(virtualSize, header.blockBytes());
        if (entries > header.entries() || header.tableOffset() < 0) {
            throw front.damaged("its block table has " + header.entries() + " entries at byte " + header.tableOffset()
                    + ", and the disk needs " + entries);
        }
        int bitmapBytes = header.bitmapBytes();
        BlockMap.Shape shape =
                new BlockMap.Shape(virtualSize, header.blockBytes(), header.tableOffset(), entries, Integer.BYTES);
        return new BlockMap(
                DiskFormat.VHD,
                front,
                shape,
                ByteOrder.BIG_ENDIAN,
                (block, table, map) -> place(block, table, map, bitmapBytes));
    }

    private static long checked(ImageFront front, VhdFooter footer) throws TransferException {
        if (!footer.intact()) {
            throw front.damaged("the checksum of its VHD footer is wrong");
        }
        if (footer.type() == VhdFooter.DIFFERENCING) {
            throw front.input()
                    .refuse("it is a differencing VHD, which holds only the changes to another disk; merge it with"
                            + " its parent and import the result");
        }
        if (footer.type() != VhdFooter.DYNAMIC) {
            throw front.damaged("it begins like a dynamic VHD, but its type is " + footer.type());
        }
        long virtualSize = footer.virtualSize();
        if (virtualSize < 0 || virtualSize > LARGEST_DISK) {
            throw front.damaged("its footer claims a disk of " + Long.toUnsignedString(virtualSize)
                    + " bytes, more than a VHD can have");
        }
        return virtualSize;
    }

    private static void place(long block, ByteBuffer table, BlockMap map, int bitmapBytes) throws TransferException {
        int sector = table.getInt();
        if (sector != UNALLOCATED) {
            map.place(block, Integer.toUnsignedLong(sector) * SECTOR + bitmapBytes);
        }
    }
}
