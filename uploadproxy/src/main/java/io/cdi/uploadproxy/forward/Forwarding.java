// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes requests on to upload servers, and answers itself where that fails.
public final class Forwarding {

    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int SERVER_ERROR = 500;
    private static final int BAD_GATEWAY = 502;

    private final UploadServers servers;

    public Forwarding(UploadServers servers) {
        this.servers = servers;
    }

    /// @param request paused
    /// @param settled what the client's answer waits for after the server's, when that is a success
    public void forward(
            HttpServerRequest request, String host, String path, Supplier<? extends CompletionStage<?>> settled) {
        servers.request(host, request.method(), path)
                .onSuccess(server -> new Forward(
                                request, server, host, failure -> unreachable(request, host, failure), settled)
                        .start())
                .onFailure(failure -> {
                    if (failure instanceof IllegalStateException) {
                        refuse(request, SERVER_ERROR, "");
                    } else {
                        unreachable(request, host, failure);
                    }
                });
    }

    private static void unreachable(HttpServerRequest request, String host, Throwable failure) {
        LOG.warn("upload server fails; server={} path={} cause={}", host, request.path(), failure.toString());
        refuse(request, BAD_GATEWAY, "error in upload-proxy: http: proxy error: " + failure.getMessage());
    }

    /// Answers with a text, in which nothing is markup.
    public static void refuse(HttpServerRequest request, int status, String text) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff");
        boolean isLeft = Leftover.isThere(request);
        if (isLeft) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        } else {
            request.resume();
        }
        response.end(Html.escaped(text)).onComplete(_ -> {
            if (isLeft) {
                Leftover.discard(request);
            }
        });
    }
}
