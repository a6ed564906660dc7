// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.ranges.Segment.Chunk;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What fetchers and the reader of a stream share: the claimed segments in order. Fetchers wait here for
/// room, the reader for bytes.
final class Window {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition bytesCame = lock.newCondition();
    private final Condition roomCame = lock.newCondition();

    private final long segmentBytes;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final List<Segment> abandoned = new ArrayList<>();
    private final Deque<Chunk> spare = new ArrayDeque<>();
    private final Growth growth;
    private final LongSupplier nanos;
    private final Runnable newFetcher;

    private long next;
    private long end;
    private int fetchers = 1;
    private long fetched;
    private long waited;
    private boolean readerWaits;
    private boolean closed;
    private @Nullable TransferException failure;

    /// Begins with one fetcher, which the caller starts.
    ///
    /// @param end one past the last byte, [Long#MAX_VALUE] when it is not known
    /// @param newFetcher starts another one; called under the lock
    Window(long start, long end, long segmentBytes, Growth growth, LongSupplier nanos, Runnable newFetcher) {
        this.next = start;
        this.end = end;
        this.segmentBytes = segmentBytes;
        this.growth = growth;
        this.nanos = nanos;
        this.newFetcher = newFetcher;
    }

    // ---- for fetchers

    /// The next segment to fetch; waits for room. Null when there is nothing more to do: then the fetcher is no
    /// longer counted.
    @Nullable
    Segment claim() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && failure == null && fetchers <= growth.wanted()) {
                if (!abandoned.isEmpty()) {
                    return abandoned.removeFirst();
                }
                if (next >= end) {
                    break;
                }
                if (segments.size() < growth.wanted() + 2) {
                    Segment segment = new Segment(next, Math.min(end, saturatedSum(next, segmentBytes)));
                    segments.addLast(segment);
                    next = segment.end();
                    return segment;
                }
                roomCame.await();
            }
            fetchers--;
            bytesCame.signal();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static long saturatedSum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /// Whether a request at this segment may go on to the end of the content.
    boolean isOpenEnded(Segment segment) {
        lock.lock();
        try {
            return fetchers == 1 && segment.end() == next;
        } finally {
            lock.unlock();
        }
    }

    /// Gives a segment up to the other fetchers, if there are any; the caller is then no longer counted. Bytes that
    /// never come go once from hand to hand: whoever has the segment then counts its failures to the end. Refusals
    /// may go on, since each of them makes fewer fetchers.
    ///
    /// @param refused whether the server did not even begin to answer
    boolean abandon(Segment segment, boolean refused) {
        lock.lock();
        try {
            if (fetchers == 1 || (!refused && segment.isHandedOver())) {
                return false;
            }
            if (refused) {
                growth.refused();
            }
            segment.handOver();
            fetchers--;
            abandoned.add(segment);
            abandoned.sort(Comparator.comparingLong(Segment::position));
            roomCame.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// The chunk to read into next.
    Chunk chunk(Segment segment) {
        lock.lock();
        try {
            Chunk last = segment.lastChunk();
            if (last != null && last.room() > 0) {
                return last;
            }
            Chunk fresh = spare.isEmpty() ? new Chunk() : spare.removeLast();
            segment.add(fresh);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /// Bytes were read into the chunk.
    void filled(Segment segment, Chunk chunk, int count) {
        lock.lock();
        try {
            segment.filled(chunk, count);
            fetched += count;
            if (readerWaits) {
                bytesCame.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The content's length was not known and it ends with what this segment has.
    void ended(Segment segment) {
        lock.lock();
        try {
            segment.endHere();
            end = segment.end();
            next = end;
            bytesCame.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isLengthKnown() {
        lock.lock();
        try {
            return end != Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /// Nobody can go on; the reader learns it when it comes to the first missing byte.
    void fail(TransferException reason) {
        lock.lock();
        try {
            failure = failure == null ? reason : failure;
            fetchers--;
            bytesCame.signal();
            roomCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            bytesCame.signal();
            roomCame.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- for the reader

    /// The chunk with the next bytes, waiting for them; null at the end of the content.
    @Nullable
    Chunk nextBytes() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (closed) {
                    throw new IOException("the stream is closed");
                }
                dropTaken();
                adjustFetchers();
                Segment head = segments.peekFirst();
                Chunk first = head == null ? null : head.firstChunk();
                if (first != null && first.taken < first.filled) {
                    first.readable = first.filled;
                    return first;
                }
                if (failure != null) {
                    throw failure;
                }
                if (head == null && next >= end) {
                    return null;
                }
                awaitBytes();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropTaken() {
        for (Segment head = segments.peekFirst(); head != null; head = segments.peekFirst()) {
            for (Chunk done = head.removeTakenChunk(); done != null; done = head.removeTakenChunk()) {
                done.reset();
                spare.addLast(done);
            }
            if (!head.isTaken()) {
                return;
            }
            segments.removeFirst();
            roomCame.signalAll();
        }
    }

    private void adjustFetchers() {
        boolean firstHasBegun = !segments.isEmpty(); // it may hold the answer for the first segment
        if (failure != null || !firstHasBegun || !growth.mayGrow()) {
            return;
        }
        growth.decide(new Growth.Seen(nanos.getAsLong(), fetched, waited, end - next));
        while (fetchers < growth.wanted() && next < end) {
            fetchers++;
            newFetcher.run();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the only caller is the loop
    private void awaitBytes() throws InterruptedException {
        long begin = nanos.getAsLong();
        readerWaits = true;
        try {
            if (growth.mayGrow()) {
                var _ = bytesCame.awaitNanos(Math.max(1, growth.nextDecision() - begin));
            } else {
                bytesCame.await();
            }
        } finally {
            readerWaits = false;
            waited += nanos.getAsLong() - begin;
        }
    }
}
