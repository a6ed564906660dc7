// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Makes ranges read as zeros.
final class Zeros {

    private static final long STEP_BYTES = 1L << 30;
    private static final int WRITE_BYTES = 1 << 20;

    private Zeros() {}

    /// Zeroes a range of a device the quickest way that it has, which gives storage back where it can:
    /// punching a hole, letting the device write zeros, or writing them.
    static void discard(OpenFile device, BoundedWriter out, long offset, long length) throws VolumeException {
        for (long done = 0; done < length; done += STEP_BYTES) {
            long at = offset + done;
            long step = Math.min(STEP_BYTES, length - done);
            if (!device.punch(at, step) && !device.zeroOut(at, step)) {
                write(out, at, step);
            }
        }
    }

    /// Writes zeros, so that the range has storage of its own afterwards.
    static void write(BoundedWriter out, long offset, long length) throws VolumeException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zeros = arena.allocate(WRITE_BYTES, BoundedWriter.MEMORY_UNIT);
            for (long done = 0; done < length; done += WRITE_BYTES) {
                out.write(offset + done, zeros.asSlice(0, Math.min(WRITE_BYTES, length - done)));
            }
        }
    }
}
