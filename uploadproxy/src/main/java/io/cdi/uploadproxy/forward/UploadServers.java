// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

import io.cdi.contract.Ports;
import io.cdi.serving.ServerTls;
import io.cdi.uploadproxy.tls.UploadServerTls;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SSLOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections to upload servers: kept for the next request, with mutual TLS by the certificates of today.
public final class UploadServers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadServers.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// On a node where many pods start at once a handshake takes a while.
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    /// A pod is ready a moment before the names of its Service say so.
    private static final int ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);
    /// An upload and questions about it, for one server; others have their own.
    private static final int CONNECTIONS = 16;
    private static final int KEPT_SECONDS = 30;

    private final Vertx vertx;
    private final UploadServerTls tls;
    private volatile @Nullable Connections current;

    private record Connections(HttpClient client, SSLOptions options) {}

    public UploadServers(Vertx vertx, UploadServerTls tls) {
        this.vertx = vertx;
        this.tls = tls;
    }

    /// Takes certificates that have changed; connections that are open go on.
    public void refresh() {
        try {
            SSLOptions now = tls.options();
            Connections before = current;
            if (before == null) {
                current = new Connections(vertx.createHttpClient(options(now)), now);
            } else if (!same(before.options(), now)) {
                before.client()
                        .updateSSLOptions(now)
                        .onFailure(failure ->
                                LOG.warn("the former certificate for upload servers stays: {}", failure.toString()));
                current = new Connections(before.client(), now);
                LOG.info("certificate for upload servers renewed");
            }
        } catch (IOException e) {
            LOG.warn("cannot speak to upload servers: {}", e.getMessage());
        }
    }

    private static boolean same(SSLOptions one, SSLOptions other) {
        return one.getKeyCertOptions().equals(other.getKeyCertOptions())
                && one.getTrustOptions().equals(other.getTrustOptions());
    }

    private static HttpClientOptions options(SSLOptions tls) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setKeyCertOptions(tls.getKeyCertOptions())
                .setTrustOptions(tls.getTrustOptions())
                .setEnabledSecureTransportProtocols(tls.getEnabledSecureTransportProtocols())
                .setConnectTimeout((int) CONNECT.toMillis())
                .setSslHandshakeTimeout(HANDSHAKE.toSeconds())
                .setTcpKeepAlive(true)
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAliveTimeout(KEPT_SECONDS)
                .setDefaultPort(Ports.UPLOAD);
        ServerTls.engine().ifPresent(options::setSslEngineOptions);
        return options;
    }

    /// A request to an upload server, of which nothing is sent yet.
    ///
    /// @return fails with [IllegalStateException] when there are no certificates to do it with
    Future<HttpClientRequest> request(String host, HttpMethod method, String path) {
        Connections connections = current;
        if (connections == null) {
            return Future.failedFuture(new IllegalStateException("no certificates for upload servers"));
        }
        RequestOptions wanted = new RequestOptions()
                .setHost(host)
                .setPort(Ports.UPLOAD)
                .setSsl(true)
                .setMethod(method)
                .setURI(path);
        return request(connections.client(), wanted, ATTEMPTS);
    }

    private Future<HttpClientRequest> request(HttpClient client, RequestOptions wanted, int attempts) {
        return client.request(wanted).recover(failure -> {
            if (attempts <= 1 || !(failure instanceof ConnectException || failure instanceof UnknownHostException)) {
                return Future.failedFuture(failure);
            }
            Promise<HttpClientRequest> later = Promise.promise();
            vertx.setTimer(
                    PAUSE.toMillis(), _ -> request(client, wanted, attempts - 1).onComplete(later));
            return later.future();
        });
    }

    @Override
    public void close() {
        Connections connections = current;
        if (connections != null) {
            connections.client().close().onFailure(failure -> LOG.debug("close connections: {}", failure.toString()));
        }
    }
}
