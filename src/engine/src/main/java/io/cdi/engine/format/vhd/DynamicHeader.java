// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhd;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import java.nio.ByteBuffer;

/// The dynamic disk header ("Dynamic Disk Header Format").
///
/// @param tableOffset where the block allocation table is
/// @param entries how many blocks the table has room for
/// @param blockBytes the data of one block
record DynamicHeader(long tableOffset, long entries, int blockBytes) {

    static final int BYTES = 1024;

    private static final int CHECKSUM_OFFSET = 36;
    private static final int SECTOR = 512;
    /// The specification's own blocks have 2 MiB; some programs use 512 KiB.
    private static final int SMALLEST_BLOCK = 16 << 10;

    private static final int LARGEST_BLOCK = 256 << 20;

    static DynamicHeader parse(ImageFront front, byte[] header) throws TransferException {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        if (!ImageFront.text(header, 0, 8).equals("cxsparse")) {
            throw front.damaged("it has no dynamic disk header");
        }
        if (bytes.getInt(CHECKSUM_OFFSET) != VhdFooter.checksum(header, CHECKSUM_OFFSET)) {
            throw front.damaged("the checksum of its dynamic disk header is wrong");
        }
        int blockBytes = bytes.getInt(32);
        if (blockBytes < SECTOR || Integer.bitCount(blockBytes) != 1 || blockBytes > LARGEST_BLOCK) {
            throw front.damaged("its block size is " + Integer.toUnsignedString(blockBytes));
        }
        if (blockBytes < SMALLEST_BLOCK) {
            throw front.needsScratch("its blocks have only " + blockBytes + " bytes");
        }
        return new DynamicHeader(bytes.getLong(16), Integer.toUnsignedLong(bytes.getInt(28)), blockBytes);
    }

    /// The bitmap before a block's data: a bit for each sector, in whole sectors.
    int bitmapBytes() {
        int bytes = blockBytes / SECTOR / 8;
        return (bytes + SECTOR - 1) / SECTOR * SECTOR;
    }
}
