// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.ranges.RangeReader.Answer;
import io.cdi.engine.source.ranges.Segment.Chunk;
import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One connection of a stream: fetches segment after segment until there are none. An answer that goes on
/// behind a segment is kept for the next one, if that is the neighbour.
final class Fetcher implements Runnable {

    private final Content content;
    private final Window window;
    private final Attempts attempts;
    private final RateLimit limit;

    private volatile @Nullable Answer answer;
    private long answerPosition;

    Fetcher(Content content, Window window, Attempts attempts, RateLimit limit) {
        this.content = content;
        this.window = window;
        this.attempts = attempts;
        this.limit = limit;
    }

    /// Goes on with an answer whose first byte is at this position.
    Fetcher with(Answer open, long position) {
        answer = open;
        answerPosition = position;
        return this;
    }

    @Override
    public void run() {
        try {
            Segment segment = window.claim();
            while (segment != null && fetch(segment)) {
                segment = window.claim();
            }
        } catch (TransferException e) {
            window.fail(e);
        } catch (InterruptedException e) {
            window.fail(
                    new TransferException.Transient("read " + content.reader().description() + ": interrupted", e));
        } catch (RuntimeException | Error e) {
            window.fail(new TransferException.Permanent(
                    "read " + content.reader().description() + ": internal error: " + e, e));
            throw e;
        } finally {
            cut();
        }
    }

    /// Closes the connection; from any thread.
    void cut() {
        Answer open = answer;
        answer = null;
        if (open != null) {
            open.close();
        }
    }

    /// @return false when others were left to finish the segment, and this fetcher is to end
    private boolean fetch(Segment segment) throws TransferException, InterruptedException {
        while (!segment.isFetched()) {
            long begin = segment.position();
            boolean answered = false;
            try {
                Answer open = answerFor(segment);
                answered = true;
                copy(segment, open);
            } catch (TransferException.Permanent | TransferException.Integrity e) {
                throw e;
            } catch (IOException e) {
                cut();
                boolean progress = segment.position() > begin;
                if (!progress && window.abandon(segment, !answered)) {
                    return false;
                }
                requireResumable(segment, e);
                attempts.failed(e, progress);
            }
        }
        return true;
    }

    private Answer answerFor(Segment segment) throws TransferException {
        Answer open = answer;
        if (open != null && answerPosition == segment.position()) {
            return open;
        }
        cut();
        OptionalLong end = window.isOpenEnded(segment) ? OptionalLong.empty() : OptionalLong.of(segment.end());
        open = content.read(segment.position(), end);
        answerPosition = segment.position();
        answer = open;
        return open;
    }

    private void copy(Segment segment, Answer open) throws IOException, InterruptedException {
        while (!segment.isFetched()) {
            Chunk chunk = window.chunk(segment);
            long most = Math.min(Math.min(chunk.room(), limit.piece()), segment.end() - segment.position());
            int count = open.body().read(chunk.bytes, chunk.filled, (int) most);
            if (count < 0) {
                if (window.isLengthKnown()) {
                    throw new EOFException("read " + content.reader().description() + ": the answer ended at byte "
                            + segment.position() + " of " + content.endOrUnknown());
                }
                window.ended(segment);
                return;
            }
            limit.passed(count);
            answerPosition += count;
            window.filled(segment, chunk, count);
        }
    }

    private void requireResumable(Segment segment, IOException failure) throws TransferException.Transient {
        if (segment.position() > 0 && !content.isResumable()) {
            throw new TransferException.Transient(
                    failure.getMessage()
                            + "; the server names no version of the content (ETag, Last-Modified), so the transfer"
                            + " cannot go on in the middle",
                    failure);
        }
    }
}
