// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vdi;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The header, version 1.1, checked.
///
/// @param mapOffset where the block map is
/// @param dataOffset where block 0 of the file is
/// @param virtualSize of the disk in bytes
/// @param blocks how many entries the map has
record VdiHeader(long mapOffset, long dataOffset, long virtualSize, int blockBytes, long blocks) {

    static final int BYTES = 512;

    private static final int VERSION_1_1 = 0x0001_0001;
    private static final int SECTOR = 512;
    private static final int SMALLEST_BLOCK = 64 << 10;
    private static final int LARGEST_BLOCK = 64 << 20;
    private static final int DYNAMIC = 1;
    private static final int FIXED = 2;

    static VdiHeader parse(ImageFront front, byte[] header) throws TransferException {
        ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        refuseRelatives(front, bytes);
        int blockBytes = bytes.getInt(376);
        if (blockBytes < SMALLEST_BLOCK || blockBytes > LARGEST_BLOCK || Integer.bitCount(blockBytes) != 1) {
            throw front.damaged("its block size is " + Integer.toUnsignedString(blockBytes));
        }
        if (bytes.getInt(360) != SECTOR) {
            throw front.damaged("its sector size is " + Integer.toUnsignedString(bytes.getInt(360)));
        }
        if (bytes.getInt(380) != 0) {
            throw front.input()
                    .refuse("its blocks have extra data, which nobody can read; copy the disk with VBoxManage");
        }
        // qemu-img, too, takes a size that is no multiple of a sector for the next one.
        long virtualSize = front.checkedSize(Math.ceilDiv(front.checkedSize(bytes.getLong(368)), SECTOR) * SECTOR);
        long blocks = Integer.toUnsignedLong(bytes.getInt(384));
        if (Math.ceilDiv(virtualSize, blockBytes) > blocks) {
            throw front.damaged("its block map has " + blocks + " entries, too few for the disk's size");
        }
        return new VdiHeader(unsigned(bytes, 340), unsigned(bytes, 344), virtualSize, blockBytes, blocks);
    }

    private static void refuseRelatives(ImageFront front, ByteBuffer bytes) throws TransferException {
        int version = bytes.getInt(68);
        if (version != VERSION_1_1) {
            throw front.input()
                    .refuse("it is a VDI of version " + (version >>> 16) + "." + (version & 0xffff)
                            + ", and only 1.1 is read; copy it with a present VirtualBox");
        }
        int type = bytes.getInt(76);
        boolean hasParent = bytes.getLong(440) != 0 || bytes.getLong(448) != 0;
        if (hasParent || (type != DYNAMIC && type != FIXED)) {
            throw front.input()
                    .refuse("it is a differencing or undo VDI (type " + type + "), which holds only the changes to"
                            + " another disk; clone the whole disk with VBoxManage and import the result");
        }
    }

    private static long unsigned(ByteBuffer bytes, int offset) {
        return Integer.toUnsignedLong(bytes.getInt(offset));
    }
}
