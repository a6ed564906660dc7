// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/// Bytes of the image file that have passed unclaimed while map tables were still to come: one of these may
/// claim them. Bounded: what was kept first is forgotten first.
final class ReorderBuffer {

    private final int limit;
    private final TreeMap<Long, byte[]> kept = new TreeMap<>();
    private long bytes;
    private long forgotten = Long.MAX_VALUE;

    /// @param limit the most bytes that are kept
    ReorderBuffer(int limit) {
        this.limit = limit;
    }

    /// Keeps a copy of `bytes`, which stood at `fileOffset`.
    void keep(long fileOffset, ByteBuffer passed) {
        byte[] copy = new byte[passed.remaining()];
        passed.get(copy);
        byte[] before = kept.put(fileOffset, copy);
        bytes += copy.length - (before == null ? 0 : before.length);
        while (bytes > limit) {
            Map.Entry<Long, byte[]> first = kept.pollFirstEntry();
            bytes -= first.getValue().length;
            forgotten = Math.min(forgotten, first.getKey());
        }
    }

    /// Whether `more` bytes can be kept without forgetting others.
    boolean hasRoomFor(long more) {
        return bytes + more <= limit;
    }

    /// The first place that was ever forgotten, else the first that is kept, or `otherwise` when nothing is.
    long firstOr(long otherwise) {
        return Math.min(forgotten, kept.isEmpty() ? otherwise : kept.firstKey());
    }

    /// Copies kept bytes from `fileOffset` on, as many as are kept in one piece, at most `count`.
    ///
    /// @return how many; 0 when the first byte is not kept
    int copy(long fileOffset, int count, ByteBuffer into) {
        Map.Entry<Long, byte[]> piece = kept.floorEntry(fileOffset);
        if (piece == null || piece.getKey() + piece.getValue().length <= fileOffset) {
            return 0;
        }
        int start = (int) (fileOffset - piece.getKey());
        int length = Math.min(count, piece.getValue().length - start);
        into.put(piece.getValue(), start, length);
        return length;
    }
}
