// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A piece of the content that one fetcher brings, and the chunks of it that the reader has not taken yet.
/// All under the lock of its [Window], but for the bytes between a chunk's two marks, which have one owner
/// each.
final class Segment {

    /// Bytes from the network: filled up to one mark by the fetcher, taken up to another by the reader.
    static final class Chunk {
        static final int SIZE = 256 * 1024;

        final byte[] bytes = new byte[SIZE];
        int filled;
        int taken;
        /// How far the reader may take: its own copy of `filled`, made under the window's lock, so that it sees the
        /// bytes too.
        int readable;

        int room() {
            return bytes.length - filled;
        }

        void reset() {
            filled = 0;
            taken = 0;
            readable = 0;
        }
    }

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private long position;
    private long end;
    private boolean isHandedOver;

    Segment(long start, long end) {
        this.position = start;
        this.end = end;
    }

    /// The next byte to fetch.
    long position() {
        return position;
    }

    long end() {
        return end;
    }

    /// The content turned out to end here.
    void endHere() {
        end = position;
    }

    boolean isFetched() {
        return position >= end;
    }

    boolean isTaken() {
        return isFetched() && chunks.isEmpty();
    }

    /// Whether a fetcher has left it to another one before.
    boolean isHandedOver() {
        return isHandedOver;
    }

    void handOver() {
        isHandedOver = true;
    }

    @Nullable
    Chunk lastChunk() {
        return chunks.peekLast();
    }

    @Nullable
    Chunk firstChunk() {
        return chunks.peekFirst();
    }

    void add(Chunk chunk) {
        chunks.addLast(chunk);
    }

    /// The first chunk, when nothing more will be put into it.
    @Nullable
    Chunk removeTakenChunk() {
        Chunk first = chunks.peekFirst();
        boolean done = first != null && first.taken == first.filled && (first.room() == 0 || isFetched());
        return done ? chunks.removeFirst() : null;
    }

    void filled(Chunk chunk, int count) {
        chunk.filled += count;
        position += count;
    }
}
