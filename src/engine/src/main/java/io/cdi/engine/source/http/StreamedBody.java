// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/// A request's bytes on their way out. Java has no time limit for writing to a socket, so a [Watch] cuts the
/// connection whose other side takes nothing any more.
final class StreamedBody extends AbstractHttpEntity {

    private final Request.Streamed body;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean finished;

    StreamedBody(Request.Streamed body, ContentType type) {
        super(type, null);
        this.body = body;
    }

    /// @param message cut when it has such a body and that stands still
    static Watch watch(HttpUriRequestBase message, Duration stall) {
        return message.getEntity() instanceof StreamedBody streamed
                ? new Watch(Optional.of(Thread.ofVirtual().start(() -> streamed.watchOver(message, stall))))
                : new Watch(Optional.empty());
    }

    private void watchOver(HttpUriRequestBase message, Duration stall) {
        try {
            long before = -1;
            while (!finished && sent.get() != before) {
                before = sent.get();
                Thread.sleep(stall);
            }
            if (!finished) {
                message.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        body.content().writeTo(new Counted(out));
        finished = true;
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("the body of a request is written, not read");
    }

    @Override
    public void close() {}

    /// Ends with the request.
    record Watch(Optional<Thread> thread) implements AutoCloseable {
        @Override
        public void close() {
            thread.ifPresent(Thread::interrupt);
        }
    }

    private final class Counted extends FilterOutputStream {
        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            sent.addAndGet(length);
        }
    }
}
