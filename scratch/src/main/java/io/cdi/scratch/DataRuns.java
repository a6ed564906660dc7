// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Finds the data between zeros. Most blocks are told apart by their first eight bytes; the others are
/// compared with a block of zeros, which the JVM does with vector instructions.
final class DataRuns {

    private static final int ZERO_BYTES = 64 << 10;
    private static final MemorySegment ZEROS =
            MemorySegment.ofArray(new byte[ZERO_BYTES]).asReadOnly();

    private DataRuns() {}

    /// Takes a run of data: `length` bytes at `position` of the bytes looked at.
    interface Taker {
        void take(long position, long length) throws VolumeException;
    }

    /// Gives all runs of blocks that differ from zero.
    ///
    /// @param diskOffset where the bytes belong on the disk; blocks are aligned there, so the first and the
    ///     last one may be shorter
    static void forEach(MemorySegment bytes, long diskOffset, int blockBytes, Taker taker) throws VolumeException {
        long size = bytes.byteSize();
        long runStart = -1;
        long position = 0;
        while (position < size) {
            long blockEnd = Math.min(size, position + blockBytes - (diskOffset + position) % blockBytes);
            boolean isZero = isZero(bytes, position, blockEnd - position);
            if (isZero && runStart >= 0) {
                taker.take(runStart, position - runStart);
                runStart = -1;
            } else if (!isZero && runStart < 0) {
                runStart = position;
            }
            position = blockEnd;
        }
        if (runStart >= 0) {
            taker.take(runStart, size - runStart);
        }
    }

    static boolean isZero(MemorySegment bytes, long from, long length) {
        if (length >= Long.BYTES && bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, from) != 0) {
            return false;
        }
        for (long done = 0; done < length; done += ZERO_BYTES) {
            long piece = Math.min(ZERO_BYTES, length - done);
            if (MemorySegment.mismatch(bytes, from + done, from + done + piece, ZEROS, 0, piece) >= 0) {
                return false;
            }
        }
        return true;
    }
}
