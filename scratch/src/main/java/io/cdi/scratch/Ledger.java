// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Which granules of a disk have been written. Memory is used for written parts only: 8 KiB for 4 GiB.
final class Ledger {

    /// Large enough to keep the ledger small, small enough that filling up a granule costs little.
    static final int GRANULE_BYTES = 64 << 10;

    private static final int CHUNK_GRANULES = 1 << 16;

    private final @Nullable BitSet[] chunks;
    private final long granules;

    Ledger(long diskBytes) {
        granules = Math.ceilDiv(diskBytes, GRANULE_BYTES);
        chunks = new BitSet[Math.toIntExact(Math.ceilDiv(granules, CHUNK_GRANULES))];
    }

    /// Takes a range of the disk in bytes.
    interface RangeTaker {
        void take(long offset, long length) throws VolumeException;
    }

    synchronized boolean contains(long granule) {
        BitSet chunk = chunks[(int) (granule / CHUNK_GRANULES)];
        return chunk != null && chunk.get((int) (granule % CHUNK_GRANULES));
    }

    /// @param end the granule behind the last one
    synchronized void add(long start, long end) {
        for (long granule = start; granule < end; ) {
            int index = (int) (granule / CHUNK_GRANULES);
            long chunkStart = (long) index * CHUNK_GRANULES;
            long stop = Math.min(end, chunkStart + CHUNK_GRANULES);
            BitSet chunk = chunks[index];
            if (chunk == null) {
                chunk = new BitSet();
                chunks[index] = chunk;
            }
            chunk.set((int) (granule - chunkStart), (int) (stop - chunkStart));
            granule = stop;
        }
    }

    synchronized void clear() {
        Arrays.fill(chunks, null);
    }

    synchronized Ledger copy() {
        var copy = new Ledger(granules * GRANULE_BYTES);
        for (int i = 0; i < chunks.length; i++) {
            copy.chunks[i] = chunks[i] == null ? null : (BitSet) chunks[i].clone();
        }
        return copy;
    }

    /// Gives all ranges between `from` and `to` that have not been written. Bounds are bytes; `from` is the
    /// start of a granule.
    void forEachUnwritten(long from, long to, RangeTaker taker) throws VolumeException {
        long at = from;
        while (at < to) {
            long start = next(at, false) * GRANULE_BYTES;
            if (start >= to) {
                return;
            }
            long end = Math.min(to, next(start, true) * GRANULE_BYTES);
            taker.take(start, end - start);
            at = end;
        }
    }

    /// The first granule at or behind `offset` that is or is not in the ledger; the number of granules if none.
    private synchronized long next(long offset, boolean isWritten) {
        long granule = offset / GRANULE_BYTES;
        while (granule < granules) {
            int index = (int) (granule / CHUNK_GRANULES);
            int bit = (int) (granule % CHUNK_GRANULES);
            BitSet chunk = chunks[index];
            int found = chunk == null
                    ? (isWritten ? -1 : bit)
                    : isWritten ? chunk.nextSetBit(bit) : chunk.nextClearBit(bit);
            if (found >= 0 && found < CHUNK_GRANULES) {
                return Math.min(granules, (long) index * CHUNK_GRANULES + found);
            }
            granule = (long) (index + 1) * CHUNK_GRANULES;
        }
        return granules;
    }

    synchronized void writeTo(DataOutput out) throws IOException {
        out.writeLong(granules);
        for (BitSet chunk : chunks) {
            byte[] bits = chunk == null ? new byte[0] : chunk.toByteArray();
            out.writeInt(bits.length);
            out.write(bits);
        }
    }

    /// @throws IOException when it is the ledger of a disk of another size
    synchronized void readFrom(DataInput in) throws IOException {
        if (in.readLong() != granules) {
            throw new IOException("the ledger belongs to a disk of another size");
        }
        for (int i = 0; i < chunks.length; i++) {
            int length = in.readInt();
            if (length < 0 || length > CHUNK_GRANULES / Byte.SIZE) {
                throw new IOException("the ledger has a chunk of " + length + " bytes");
            }
            byte[] bits = new byte[length];
            in.readFully(bits);
            chunks[i] = length == 0 ? null : BitSet.valueOf(bits);
        }
    }
}
