// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.engine.ByteStream;
import io.cdi.uploadserver.http.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What one request brings to an upload. Its body is opened when the engine wants the first byte, in the
/// engine's thread.
public final class Part {

    /// Opens the bytes in a request's body.
    @FunctionalInterface
    public interface Body {
        InputStream open() throws IOException;
    }

    private final Exchange exchange;
    private final Body body;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private @Nullable ByteStream bytes;

    public Part(Exchange exchange, Body body) {
        this.exchange = exchange;
        this.body = body;
    }

    /// Completes when nobody reads from the request any more: all of it has been read, it broke, or nobody
    /// wants the rest.
    public CompletableFuture<Void> end() {
        return end;
    }

    /// For the engine's thread.
    int read(ByteBuffer into) throws IOException {
        if (bytes == null) {
            bytes = ByteStream.of(body.open());
        }
        return bytes.read(into);
    }

    void finish() {
        end.complete(null);
    }

    /// Another request takes its place.
    void cut() {
        exchange.cut();
        finish();
    }
}
