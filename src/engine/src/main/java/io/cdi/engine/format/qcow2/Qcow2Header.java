// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.qcow2;

import io.cdi.engine.ByteCount;
import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The checked facts of a qcow2 header (section "Header").
///
/// @param clusterBits a cluster has `1 << clusterBits` bytes, 512 B to 2 MiB
/// @param virtualSize of the disk in bytes
/// @param l1Offset where in the file the L1 table begins
/// @param zstd whether compressed clusters are zstd frames instead of raw deflate
/// @param extendedL2 whether an L2 entry has 16 bytes and tells of 32 subclusters
record Qcow2Header(int version, int clusterBits, long virtualSize, long l1Offset, boolean zstd, boolean extendedL2) {

    private static final int V2_BYTES = 72;
    private static final int V3_BYTES = 104;
    private static final long LARGEST_L1 = 32 << 20;

    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long EXTERNAL_DATA = 1 << 2;
    private static final long COMPRESSION_TYPE = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;

    int clusterBytes() {
        return 1 << clusterBits;
    }

    int l2EntryBytes() {
        return extendedL2 ? 16 : 8;
    }

    /// How many clusters of the disk one L2 table maps.
    long l2Entries() {
        return clusterBytes() / l2EntryBytes();
    }

    /// How many bytes of the disk one L2 table maps.
    long l2Reach() {
        return l2Entries() << clusterBits;
    }

    /// How many L1 entries the disk needs.
    int l1Entries() {
        return (int) ((virtualSize + l2Reach() - 1) / l2Reach());
    }

    /// Reads the header from the beginning of the file.
    static Qcow2Header read(ImageInput input) throws IOException {
        ByteBuffer v2 = ByteBuffer.wrap(input.readFully(V2_BYTES));
        int version = v2.getInt(4);
        if (version != 2 && version != 3) {
            throw input.refuse(
                    "qcow2 version " + version + " is unknown; convert the image with qemu-img to version 3");
        }
        refuseForeignParts(v2, input);
        int clusterBits = v2.getInt(20);
        if (clusterBits < 9 || clusterBits > 21) {
            throw input.refuse(
                    "the qcow2 header is broken: cluster_bits is " + clusterBits + ", not 9 to 21; get an intact copy");
        }
        long features = 0;
        int compression = 0;
        if (version == 3) {
            ByteBuffer v3 = ByteBuffer.wrap(input.readFully(V3_BYTES - V2_BYTES));
            features = v3.getLong(0);
            int headerLength = v3.getInt(28);
            if (headerLength < V3_BYTES || headerLength > 1 << clusterBits) {
                throw input.refuse(
                        "the qcow2 header is broken: its length is " + headerLength + "; get an intact copy");
            }
            compression = headerLength > V3_BYTES ? input.readFully(1)[0] & 0xff : 0;
        }
        checkFeatures(features, compression, input);
        Qcow2Header header = new Qcow2Header(
                version, clusterBits, v2.getLong(24), v2.getLong(40), compression == 1, (features & EXTENDED_L2) != 0);
        header.checkTables(Integer.toUnsignedLong(v2.getInt(36)), input);
        return header;
    }

    private static void refuseForeignParts(ByteBuffer v2, ImageInput input) throws IOException {
        if (v2.getLong(8) != 0) {
            throw input.refuse("the qcow2 image has a backing file, so it is only a part of a disk;"
                    + " flatten it first: qemu-img convert -O qcow2 IMAGE FLAT");
        }
        if (v2.getInt(32) != 0) {
            throw input.refuse("the qcow2 image is encrypted; decrypt it first with qemu-img convert");
        }
    }

    private static void checkFeatures(long features, int compression, ImageInput input) throws IOException {
        if ((features & EXTERNAL_DATA) != 0) {
            throw input.refuse("the qcow2 image keeps its data in an external file;"
                    + " make one image of both: qemu-img convert -O qcow2 IMAGE WHOLE");
        }
        long known = DIRTY | CORRUPT | EXTERNAL_DATA | COMPRESSION_TYPE | EXTENDED_L2;
        if ((features & ~known) != 0 || compression > 1) {
            throw new TransferException.NeedsScratch(
                    "read " + input.description()
                            + ": the qcow2 image uses a feature that is unknown here; give scratch space so that qemu-img can try");
        }
    }

    private void checkTables(long l1Size, ImageInput input) throws IOException {
        if (virtualSize < 0) {
            throw input.refuse("the qcow2 header is broken: the disk size is negative; get an intact copy");
        }
        if (extendedL2 && clusterBits < 14) {
            throw input.refuse("the qcow2 header is broken: extended L2 entries with clusters of "
                    + new ByteCount(clusterBytes()) + "; get an intact copy");
        }
        long needed = virtualSize / l2Reach() + (virtualSize % l2Reach() == 0 ? 0 : 1);
        if (needed * Long.BYTES > LARGEST_L1 || l1Size * Long.BYTES > LARGEST_L1) {
            throw input.refuse("the qcow2 header is broken: a disk of " + new ByteCount(virtualSize)
                    + " wants an L1 table over " + new ByteCount(LARGEST_L1) + "; get an intact copy");
        }
        if (l1Size < needed) {
            throw input.refuse("the qcow2 header is broken: the L1 table has " + l1Size + " entries, the disk needs "
                    + needed + "; get an intact copy");
        }
        if (needed > 0 && !isClusterOfFile(l1Offset, input)) {
            throw input.refuse(
                    "the qcow2 header is broken: the L1 table is said to be at " + l1Offset + "; get an intact copy");
        }
    }

    /// Whether a cluster of the file can begin at this place.
    boolean isClusterOfFile(long offset, ImageInput input) {
        return offset > 0
                && offset % clusterBytes() == 0
                && (input.length().isEmpty() || offset < input.length().getAsLong());
    }
}
