// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// An [Origin] over a [RangeReader]: retries, resumes, reads ahead and in parallel, as the package's page tells.
///
/// It is seekable when the first answer promised ranges and named the length and the version; without a
/// version nobody could tell whether two answers belong together. Otherwise it is streamed, and a cut can
/// still be mended when at least the version is known.
public abstract sealed class RangedOrigin {

    private static final int PIECE = 64 * 1024;

    private final Content content;
    private final Source.Effort effort;
    private final Tuning tuning;
    private final RateLimit limit;
    private final AtomicReference<@Nullable Answer> first;
    private final Set<RangedStream> streams = ConcurrentHashMap.newKeySet();

    private RangedOrigin(Content content, Source.Effort effort, Tuning tuning, Answer first) {
        this.content = content;
        this.effort = effort;
        this.tuning = tuning;
        this.limit = RateLimit.of(effort.bytesPerSecond());
        this.first = new AtomicReference<>(first);
    }

    /// Sends the first request, again and again as the effort allows, and looks at the answer. The reader
    /// belongs to the origin from now on, also when this fails.
    public static Origin open(RangeReader reader, Source.Effort effort) throws TransferException {
        return open(reader, effort, Tuning.DEFAULT);
    }

    static Origin open(RangeReader reader, Source.Effort effort, Tuning tuning) throws TransferException {
        try {
            Answer answer = firstAnswer(reader, effort);
            Content content = new Content(reader, answer.facts());
            boolean seekable = answer.facts().ranges()
                    && answer.facts().length().isPresent()
                    && answer.facts().version().isPresent();
            return seekable
                    ? new Seekable(content, effort, tuning, answer)
                    : new Streamed(content, effort, tuning, answer);
        } catch (TransferException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Answer firstAnswer(RangeReader reader, Source.Effort effort) throws TransferException {
        Attempts attempts = Attempts.of(effort.retry());
        while (true) {
            try {
                return reader.read(0, OptionalLong.empty(), Optional.empty());
            } catch (TransferException e) {
                pauseAfter(attempts, e, false, reader);
            }
        }
    }

    private static void pauseAfter(Attempts attempts, IOException failure, boolean progress, RangeReader reader)
            throws TransferException {
        try {
            attempts.failed(failure, progress);
        } catch (InterruptedException e) {
            throw interrupted(e, reader);
        }
    }

    private static TransferException interrupted(InterruptedException cause, RangeReader reader) {
        Thread.currentThread().interrupt();
        return new TransferException.Transient("read " + reader.description() + ": interrupted", cause);
    }

    public String description() {
        return content.reader().description();
    }

    public OptionalLong length() {
        return content.facts().length();
    }

    public Optional<String> version() {
        return content.facts().version();
    }

    InputStream streamFrom(long offset) {
        Answer open = first.getAndSet(null);
        if (open != null && offset != 0) {
            open.close();
            open = null;
        }
        RangedStream stream = RangedStream.start(content, effort, tuning, limit, offset, open, streams::remove);
        streams.add(stream);
        return stream;
    }

    /// Ends all streams and requests at once.
    public void close() {
        List.copyOf(streams).forEach(RangedStream::close);
        Answer open = first.getAndSet(null);
        if (open != null) {
            open.close();
        }
        content.reader().close();
    }

    private static final class Streamed extends RangedOrigin implements Origin.Streamed {
        Streamed(Content content, Source.Effort effort, Tuning tuning, Answer first) {
            super(content, effort, tuning, first);
        }

        @Override
        public InputStream stream() {
            return streamFrom(0);
        }
    }

    private static final class Seekable extends RangedOrigin implements Origin.Seekable {
        Seekable(Content content, Source.Effort effort, Tuning tuning, Answer first) {
            super(content, effort, tuning, first);
        }

        @Override
        public InputStream stream(long offset) {
            return streamFrom(offset);
        }

        @Override
        public void readFully(long offset, ByteBuffer into) throws IOException {
            readRange(offset, into);
        }
    }

    void readRange(long offset, ByteBuffer into) throws IOException {
        long end = Math.addExact(offset, into.remaining());
        if (offset < 0 || end > content.endOrUnknown()) {
            throw new TransferException.Permanent("read " + into.remaining() + " bytes at " + offset + " of "
                    + description() + ": it has only " + content.endOrUnknown() + " bytes");
        }
        Attempts attempts = Attempts.of(effort.retry());
        while (into.hasRemaining()) {
            int before = into.remaining();
            try (Answer answer = content.read(end - before, OptionalLong.of(end))) {
                fill(into, answer.body());
            } catch (InterruptedException e) {
                throw interrupted(e, content.reader());
            } catch (IOException e) {
                pauseAfter(attempts, e, into.remaining() < before, content.reader());
            }
        }
    }

    private void fill(ByteBuffer into, InputStream body) throws IOException, InterruptedException {
        byte[] piece = new byte[Math.min(PIECE, into.remaining())];
        while (into.hasRemaining()) {
            int count = body.read(piece, 0, Math.min(piece.length, into.remaining()));
            if (count < 0) {
                throw new IOException("read " + description() + ": the answer ended too early");
            }
            limit.passed(count);
            into.put(piece, 0, count);
        }
    }
}
