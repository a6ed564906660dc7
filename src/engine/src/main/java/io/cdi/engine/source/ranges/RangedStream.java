// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.ByteStream;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader.Answer;
import io.cdi.engine.source.ranges.Segment.Chunk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The bytes from one offset to the end, fetched ahead by virtual threads. For one reader; closing is for any
/// thread.
final class RangedStream extends ByteStream {

    private final Content content;
    private final Source.Effort effort;
    private final RateLimit limit;
    private final Consumer<RangedStream> whenClosed;
    private final Window window;
    private final ConcurrentMap<Fetcher, Thread> fetchers = new ConcurrentHashMap<>();

    private @Nullable Chunk chunk;

    private RangedStream(
            Content content,
            Source.Effort effort,
            Tuning tuning,
            RateLimit limit,
            long start,
            Consumer<RangedStream> whenClosed) {
        this.content = content;
        this.effort = effort;
        this.limit = limit;
        this.whenClosed = whenClosed;
        int connections = Math.max(1, effort.connections().orElse(Tuning.defaultConnections()));
        boolean parallel = content.facts().ranges() && content.facts().length().isPresent() && content.isResumable();
        Growth growth = new Growth(tuning, parallel ? connections : 1, System.nanoTime());
        long segment = tuning.segmentBytesFor(connections);
        this.window = new Window(start, content.endOrUnknown(), segment, growth, System::nanoTime, this::addFetcher);
    }

    /// @param open an answer that begins at `start`, when there is one already
    static RangedStream start(
            Content content,
            Source.Effort effort,
            Tuning tuning,
            RateLimit limit,
            long start,
            @Nullable Answer open,
            Consumer<RangedStream> whenClosed) {
        RangedStream stream = new RangedStream(content, effort, tuning, limit, start, whenClosed);
        Fetcher first = stream.newFetcher();
        stream.run(open == null ? first : first.with(open, start));
        return stream;
    }

    private Fetcher newFetcher() {
        return new Fetcher(content, window, Attempts.of(effort.retry()), limit);
    }

    private void addFetcher() {
        run(newFetcher());
    }

    private void run(Fetcher fetcher) {
        Thread thread = Thread.ofVirtual().name("fetch").unstarted(() -> {
            try {
                fetcher.run();
            } finally {
                fetchers.remove(fetcher);
            }
        });
        fetchers.put(fetcher, thread);
        thread.start();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        Chunk current = chunk;
        if (current == null || current.taken == current.readable) {
            current = nextChunk();
            if (current == null) {
                return -1;
            }
        }
        int count = Math.min(into.remaining(), current.readable - current.taken);
        into.put(current.bytes, current.taken, count);
        current.taken += count;
        return count;
    }

    private @Nullable Chunk nextChunk() throws IOException {
        try {
            Chunk next = window.nextBytes();
            chunk = next;
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("read " + content.reader().description() + ": interrupted");
        }
    }

    @Override
    public int available() {
        Chunk current = chunk;
        return current == null ? 0 : current.readable - current.taken;
    }

    /// Ends all requests at once.
    @Override
    public void close() {
        window.close();
        fetchers.forEach((fetcher, thread) -> {
            thread.interrupt();
            fetcher.cut();
        });
        whenClosed.accept(this);
    }
}
