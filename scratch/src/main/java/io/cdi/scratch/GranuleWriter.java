// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;

/// Writes to storage that is full of other people's bytes. It is divided into granules; a granule is either
/// not in the ledger, and is zeroed at the end, or each of its bytes is known: the first write that covers a
/// granule in part writes zeros into the rest of it.
///
/// So zeros never have to be written: in a granule outside the ledger they come at the end, and inside one
/// they are there already, as long as a range that is written twice gets the same bytes each time.
final class GranuleWriter {

    private static final int UNIT = Ledger.GRANULE_BYTES;
    private static final int LOCKS = 64;

    private final BoundedWriter out;
    private final Ledger ledger;
    private final long limitBytes;
    private final Object[] locks =
            IntStream.range(0, LOCKS).mapToObj(_ -> new Object()).toArray();

    /// @param limitBytes the end of the storage
    GranuleWriter(BoundedWriter out, Ledger ledger, long limitBytes) {
        this.out = out;
        this.ledger = ledger;
        this.limitBytes = limitBytes;
    }

    /// @param bytes off-heap
    void write(long offset, MemorySegment bytes) throws VolumeException {
        DataRuns.forEach(
                bytes,
                offset,
                UNIT,
                (position, length) -> writeRun(offset + position, bytes.asSlice(position, length)));
    }

    private void writeRun(long offset, MemorySegment bytes) throws VolumeException {
        long end = offset + bytes.byteSize();
        long wholeStart = Math.min(end, Amount.roundUp(offset, UNIT));
        long wholeEnd = end == limitBytes ? end : Math.max(wholeStart, Amount.roundDown(end, UNIT));
        writePart(offset, bytes.asSlice(0, wholeStart - offset));
        if (wholeEnd > wholeStart) {
            out.write(wholeStart, bytes.asSlice(wholeStart - offset, wholeEnd - wholeStart));
            ledger.add(wholeStart / UNIT, Math.ceilDiv(wholeEnd, UNIT));
        }
        writePart(wholeEnd, bytes.asSlice(wholeEnd - offset));
    }

    /// Writes into one granule.
    private void writePart(long offset, MemorySegment bytes) throws VolumeException {
        if (bytes.byteSize() == 0) {
            return;
        }
        long granule = offset / UNIT;
        synchronized (locks[(int) (granule % LOCKS)]) {
            if (ledger.contains(granule)) {
                out.write(offset, bytes);
                return;
            }
            long start = granule * UNIT;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment whole = arena.allocate(Math.min(UNIT, limitBytes - start), BoundedWriter.MEMORY_UNIT);
                whole.asSlice(offset - start, bytes.byteSize()).copyFrom(bytes);
                out.write(start, whole);
            }
            ledger.add(granule, granule + 1);
        }
    }
}
