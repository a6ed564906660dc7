// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Which granules of a disk have been written. Memory is used for written parts only: 8 KiB for 4 GiB.
final class Ledger {

    /// Large enough to keep the ledger small, small enough that filling up a granule costs little.
    static final int GRANULE_BYTES = 64 << 10;

    private static final int CHUNK_GRANULES = 1 << 16;

    /// By the number of their first granule.
    private final NavigableMap<Long, BitSet> chunks = new TreeMap<>();

    private final long granules;

    Ledger(long diskBytes) {
        granules = Math.ceilDiv(diskBytes, GRANULE_BYTES);
    }

    /// Takes a range of the disk in bytes.
    interface RangeTaker {
        void take(long offset, long length) throws VolumeException;
    }

    synchronized boolean contains(long granule) {
        long start = chunkStart(granule);
        BitSet chunk = chunks.get(start);
        return chunk != null && chunk.get((int) (granule - start));
    }

    /// @param end the granule behind the last one
    synchronized void add(long start, long end) {
        for (long granule = start; granule < end; ) {
            long chunkStart = chunkStart(granule);
            long stop = Math.min(end, chunkStart + CHUNK_GRANULES);
            chunks.computeIfAbsent(chunkStart, _ -> new BitSet())
                    .set((int) (granule - chunkStart), (int) (stop - chunkStart));
            granule = stop;
        }
    }

    synchronized void clear() {
        chunks.clear();
    }

    synchronized Ledger copy() {
        var copy = new Ledger(granules * GRANULE_BYTES);
        chunks.forEach((start, chunk) -> copy.chunks.put(start, (BitSet) chunk.clone()));
        return copy;
    }

    /// Gives all ranges between `from` and `to` that have not been written. Bounds are bytes; `from` is the
    /// start of a granule.
    void forEachUnwritten(long from, long to, RangeTaker taker) throws VolumeException {
        for (long at = from; at < to; ) {
            long start = nextUnwritten(at / GRANULE_BYTES) * GRANULE_BYTES;
            if (start >= to) {
                return;
            }
            long end = Math.min(to, nextWritten(start / GRANULE_BYTES) * GRANULE_BYTES);
            taker.take(start, end - start);
            at = end;
        }
    }

    private synchronized long nextUnwritten(long from) {
        long granule = from;
        while (granule < granules) {
            long start = chunkStart(granule);
            BitSet chunk = chunks.get(start);
            if (chunk == null) {
                return granule;
            }
            int bit = chunk.nextClearBit((int) (granule - start));
            granule = start + bit;
            if (bit < CHUNK_GRANULES) {
                return granule;
            }
        }
        return granule;
    }

    /// @return the number of granules when there is none
    private synchronized long nextWritten(long from) {
        long start = chunkStart(from);
        for (var chunk : chunks.tailMap(start, true).entrySet()) {
            int bit = chunk.getValue().nextSetBit((int) Math.max(0, from - chunk.getKey()));
            if (bit >= 0) {
                return chunk.getKey() + bit;
            }
        }
        return granules;
    }

    private static long chunkStart(long granule) {
        return Amount.roundDown(granule, CHUNK_GRANULES);
    }

    synchronized void writeTo(DataOutput out) throws IOException {
        out.writeLong(granules);
        out.writeInt(chunks.size());
        for (var chunk : chunks.entrySet()) {
            byte[] bits = chunk.getValue().toByteArray();
            out.writeLong(chunk.getKey());
            out.writeInt(bits.length);
            out.write(bits);
        }
    }

    /// @throws IOException when it is the ledger of a disk of another size
    synchronized void readFrom(DataInput in) throws IOException {
        if (in.readLong() != granules) {
            throw new IOException("the ledger belongs to a disk of another size");
        }
        for (int left = in.readInt(); left > 0; left--) {
            long start = in.readLong();
            int length = in.readInt();
            if (start < 0 || start >= granules || length < 0 || length > CHUNK_GRANULES / Byte.SIZE) {
                throw new IOException("the ledger has a chunk of " + length + " bytes at " + start);
            }
            byte[] bits = new byte[length];
            in.readFully(bits);
            chunks.put(start, BitSet.valueOf(bits));
        }
    }
}
