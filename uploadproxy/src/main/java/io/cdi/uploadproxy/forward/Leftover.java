// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;

/// The rest of a body that nobody wants, after its answer was sent. Closing at once could destroy the answer
/// on its way (a reset overtakes what the client has not read); so the rest is thrown away for a moment.
final class Leftover {

    private static final Duration MOMENT = Duration.ofSeconds(3);

    private Leftover() {}

    /// Whether there is something of a body that was not read.
    static boolean isThere(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean hasBody =
                request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
        return hasBody && !request.isEnded();
    }

    /// Ends the connection, soon.
    static void discard(HttpServerRequest request) {
        Context context = Objects.requireNonNull(Vertx.currentContext());
        long timer = context.owner()
                .setTimer(MOMENT.toMillis(), _ -> request.connection().close());
        request.handler(_ -> {});
        request.exceptionHandler(_ -> context.owner().cancelTimer(timer));
        request.endHandler(_ -> {
            context.owner().cancelTimer(timer);
            request.connection().close();
        });
        request.resume();
    }
}
