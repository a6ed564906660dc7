// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.TransferException;
import java.util.BitSet;

/// Sees to it that no two blocks of a disk stand at the same place of the image file, so that a small hostile
/// map cannot turn into endless data. The file is cut into slots of a block's size: two blocks that begin in
/// one slot overlap.
public final class FileSlots {

    /// 32 MiB of bits.
    private static final long MOST_SLOTS = 1L << 28;

    private final ImageFront front;
    private final long blockBytes;
    private final BitSet taken = new BitSet();

    public FileSlots(ImageFront front, long blockBytes) {
        this.front = front;
        this.blockBytes = blockBytes;
    }

    /// Takes the slot at `fileOffset`.
    ///
    /// @throws TransferException.Permanent when it is taken or outside the file
    public void take(long fileOffset) throws TransferException {
        if (fileOffset < 0 || fileOffset >= front.input().length().orElse(Long.MAX_VALUE)) {
            throw front.damaged("its map points to byte " + fileOffset + ", outside the file");
        }
        long slot = fileOffset / blockBytes;
        if (slot >= MOST_SLOTS) {
            throw front.needsScratch("its map points to byte " + fileOffset + " in blocks of " + blockBytes);
        }
        if (taken.get((int) slot)) {
            throw front.damaged("its map names the place at byte " + fileOffset + " twice");
        }
        taken.set((int) slot);
    }
}
