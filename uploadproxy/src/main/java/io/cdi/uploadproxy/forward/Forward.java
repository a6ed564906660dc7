// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.Pipe;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way: the client's body to the upload server, its answer back. Either side waits for
/// the other, so that at most some pieces are in memory; when either side goes, the other hears it at once.
final class Forward {

    private static final Logger LOG = LoggerFactory.getLogger(Forward.class);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private final HttpServerRequest client;
    private final HttpClientRequest server;
    private final String host;
    private final Consumer<Throwable> failed;
    private final Supplier<? extends CompletionStage<?>> settled;
    private final Pipe<Buffer> body;
    private final long begin = System.nanoTime();
    private final Context context = Objects.requireNonNull(Vertx.currentContext());
    private boolean isSending;
    private boolean isAnswered;
    private boolean isGone;

    /// @param client paused
    /// @param host the server's, for messages
    /// @param failed told when there is no answer
    /// @param settled what the client's answer waits for after the server's, when that is a success
    Forward(
            HttpServerRequest client,
            HttpClientRequest server,
            String host,
            Consumer<Throwable> failed,
            Supplier<? extends CompletionStage<?>> settled) {
        this.client = client;
        this.server = server;
        this.host = host;
        this.failed = failed;
        this.settled = settled;
        this.body = client.pipe().endOnFailure(false);
    }

    void start() {
        if (client.response().closed()) { // while the server was waited for
            server.reset();
            return;
        }
        Headers.copy(client.headers(), server.headers());
        Headers.forwardedFor(
                server.headers(),
                client.remoteAddress() == null ? null : client.remoteAddress().hostAddress());
        if (!server.headers().contains(HttpHeaders.CONTENT_LENGTH)
                && client.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            server.setChunked(true);
        }
        client.response().closeHandler(_ -> clientGone());
        client.response().exceptionHandler(_ -> clientGone());
        server.response().onSuccess(this::answer).onFailure(this::fail);
        if (client.headers().contains(HttpHeaders.EXPECT)) {
            // The client sends nothing before the server has agreed, or has been silent for a while (RFC 9110, 10.1.1).
            server.continueHandler(_ -> proceed());
            server.sendHead().onFailure(this::fail);
            context.owner().setTimer(SILENCE.toMillis(), _ -> proceed());
        } else {
            send();
        }
    }

    private void proceed() {
        if (!isSending && !isAnswered && !isGone) {
            client.response().writeContinue();
            send();
        }
    }

    private void send() {
        isSending = true;
        body.to(server).onFailure(failure -> {
            // An answer that came before the end of the body is the reason why the rest is not wanted.
            if (!isAnswered) {
                server.reset(0, failure);
                fail(failure);
            }
        });
    }

    private void answer(HttpClientResponse answer) {
        isAnswered = true;
        if (answer.statusCode() == HttpResponseStatus.OK.code()) {
            answer.pause();
            Future.fromCompletionStage(settled.get(), context).onComplete(_ -> passBack(answer));
        } else {
            passBack(answer);
        }
    }

    private void passBack(HttpClientResponse answer) {
        HttpServerResponse response = client.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        Headers.copy(answer.headers(), response.headers());
        if (!answer.headers().contains(HttpHeaders.CONTENT_LENGTH) && !WITHOUT_BODY.contains(answer.statusCode())) {
            response.setChunked(true);
        }
        boolean isEarly = Leftover.isThere(client);
        if (isEarly) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        answer.pipeTo(response).onComplete(_ -> {
            LOG.info(
                    "passed on; path={} server={} status={} bytes={} ms={}",
                    client.path(),
                    host,
                    answer.statusCode(),
                    client.bytesRead(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            if (isEarly) {
                body.close();
                server.reset();
                Leftover.discard(client);
            }
        });
    }

    private void clientGone() {
        if (!isGone && !client.response().ended()) {
            isGone = true;
            LOG.info("client gone; path={} server={} bytes={}", client.path(), host, client.bytesRead());
            server.reset();
        }
    }

    private void fail(Throwable failure) {
        if (!isGone && !isAnswered) {
            isAnswered = true;
            body.close();
            // A client that goes is seen as a failed read first, and a moment later as gone.
            context.runOnContext(_ -> {
                if (!isGone) {
                    failed.accept(failure);
                }
            });
        }
    }
}
