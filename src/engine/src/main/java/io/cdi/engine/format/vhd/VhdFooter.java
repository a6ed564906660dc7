// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhd;

import io.cdi.engine.format.ImageFront;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// The footer of a VHD ("Hard Disk Footer Format"): the last sector of every one, and the first of a dynamic
/// one.
///
/// @param type 2 fixed, 3 dynamic, 4 differencing
/// @param headerOffset where the dynamic disk header is
/// @param creator the four letters of the program that made it
/// @param currentSize of the disk in bytes, as the footer has it
/// @param geometry the product of cylinders, heads and sectors per track
/// @param intact whether the checksum is right
public record VhdFooter(int type, long headerOffset, String creator, long currentSize, long geometry, boolean intact) {

    public static final int BYTES = 512;
    static final int FIXED = 2;
    static final int DYNAMIC = 3;
    static final int DIFFERENCING = 4;

    private static final String COOKIE = "conectix";
    private static final int CHECKSUM_OFFSET = 64;
    private static final long SECTOR = 512;
    private static final long LARGEST_GEOMETRY = 65535L * 16 * 255;
    /// Who means the size field: Hyper-V, newer qemu, disk2vhd, XenServer (two ways) and Azure. All others,
    /// Virtual PC and older qemu among them, mean the geometry.
    private static final Set<String> SIZE_IS_MEANT = Set.of("win ", "qem2", "d2v ", "tap\0", "CTXS", "wa\0\0");

    /// Reads a sector that may be a footer.
    static Optional<VhdFooter> parse(byte[] sector) {
        ByteBuffer bytes = ByteBuffer.wrap(sector);
        if (sector.length < BYTES || !ImageFront.text(sector, 0, 8).equals(COOKIE)) {
            return Optional.empty();
        }
        return Optional.of(new VhdFooter(
                bytes.getInt(60),
                bytes.getLong(16),
                ImageFront.text(sector, 28, 4),
                bytes.getLong(48),
                (long) Short.toUnsignedInt(bytes.getShort(56))
                        * Byte.toUnsignedInt(bytes.get(58))
                        * Byte.toUnsignedInt(bytes.get(59)),
                bytes.getInt(CHECKSUM_OFFSET) == checksum(sector, CHECKSUM_OFFSET)));
    }

    /// The size of the disk when `lastSector` is the footer of a fixed VHD in a file of `fileBytes`; a RAW disk
    /// that only happens to end alike does not pass.
    ///
    /// It is the whole data and not the geometry's size, which may be less: nothing that is there is lost.
    public static Optional<Long> fixedDisk(byte[] lastSector, long fileBytes) {
        return parse(lastSector)
                .filter(footer -> footer.intact() && footer.type() == FIXED)
                .map(VhdFooter::currentSize)
                .filter(size -> size == fileBytes - BYTES);
    }

    /// The size of a dynamic disk in bytes.
    long virtualSize() {
        boolean sizeIsMeant = SIZE_IS_MEANT.contains(creator) || geometry == LARGEST_GEOMETRY;
        return sizeIsMeant ? currentSize / SECTOR * SECTOR : geometry * SECTOR;
    }

    /// The one's complement of the sum of all bytes but the checksum itself.
    static int checksum(byte[] bytes, int checksumOffset) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (i < checksumOffset || i >= checksumOffset + 4) {
                sum += Byte.toUnsignedInt(bytes[i]);
            }
        }
        return ~sum;
    }
}
