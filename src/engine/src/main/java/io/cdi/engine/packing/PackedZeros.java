// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.nio.ByteBuffer;

/// What a block of nothing but zeros looks like when it is packed. A sparse disk has many of them, all alike, since
/// equal content of equal length is packed into equal bytes: one is decoded, the others are known by their bytes.
/// For several threads.
final class PackedZeros {

    /// Zeros become less than a thousandth; other blocks need not be looked at.
    private static final int LARGEST_BYTES = 64 << 10;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(128 << 10);

    private volatile ByteBuffer known = ByteBuffer.allocate(0);

    /// @param packed a whole block, with its sizes and its check
    boolean matches(ByteBuffer packed) {
        return known.hasRemaining() && known.equals(packed);
    }

    /// @param packed a whole block
    /// @param unpacked what it was found to hold
    void learn(ByteBuffer packed, ByteBuffer unpacked) {
        if (packed.remaining() <= LARGEST_BYTES && isZero(unpacked)) {
            known = ByteBuffer.allocate(packed.remaining())
                    .put(packed.duplicate())
                    .flip();
        }
    }

    /// Writes zeros, at most so many as said.
    ///
    /// @return how many
    static int put(ByteBuffer into, long most) {
        int count = (int) Math.min(most, Math.min(into.remaining(), ZEROS.capacity()));
        into.put(ZEROS.slice(0, count));
        return count;
    }

    /// Each byte is that before it, and the first one is zero.
    static boolean isZero(ByteBuffer bytes) {
        int length = bytes.remaining();
        return length > 0 && bytes.get(0) == 0 && bytes.slice(1, length - 1).mismatch(bytes.slice(0, length - 1)) < 0;
    }
}
