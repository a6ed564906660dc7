// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One peer, from its handshake on: requests one after the other.
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_HEADERS = 100;
    private static final Http1Config CONFIG = Http1Config.custom()
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(MOST_HEADERS)
            .build();

    private final Socket socket;
    private final ServerTls tls;
    private final Limits limits;
    private final ScheduledExecutorService clock;
    private final Semaphore exchanges;

    /// @param exchanges one permit for each request, from its headers to the end of the farewell
    Connection(Socket socket, ServerTls tls, Limits limits, ScheduledExecutorService clock, Semaphore exchanges) {
        this.socket = socket;
        this.tls = tls;
        this.limits = limits;
        this.clock = clock;
        this.exchanges = exchanges;
    }

    /// Returns when the connection is closed.
    void serve(Handler handler) {
        try (socket;
                SSLSocket secured = tls.wrap(socket);
                DefaultBHttpServerConnection http = new DefaultBHttpServerConnection("https", CONFIG)) {
            socket.setTcpNoDelay(true);
            secured.setSoTimeout((int) limits.silence().toMillis());
            http.bind(secured, socket);
            Duration patience = limits.greeting();
            boolean goesOn = true;
            while (goesOn) {
                goesOn = serveOne(http, secured, handler, patience);
                patience = limits.idle();
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("a connection ended with the server");
        } catch (SSLException e) {
            LOG.debug("a client could not be understood: {}", e.getMessage());
        } catch (IOException | HttpException e) {
            LOG.debug("a connection ended: {}", e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("unexpected failure while serving a request", e);
        }
    }

    /// @return whether another request may follow
    private boolean serveOne(DefaultBHttpServerConnection http, SSLSocket secured, Handler handler, Duration patience)
            throws IOException, HttpException {
        ClassicHttpRequest request;
        ScheduledFuture<?> end = clock.schedule(this::cut, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            request = http.receiveRequestHeader();
        } finally {
            end.cancel(false);
        }
        if (request == null || !exchanges.tryAcquire()) {
            return false;
        }
        try {
            http.receiveRequestEntity(request);
            ServedExchange exchange = new ServedExchange(http, request, secured, this::cut);
            handler.handle(exchange);
            if (exchange.isStillSending()) {
                sayFarewell(exchange, secured);
            }
            return exchange.mayGoOn();
        } finally {
            exchanges.release();
        }
    }

    /// The client is told that nothing more comes, and listened to until it has understood. To close at once
    /// would make the kernel reset the connection, and the answer be lost on its way.
    private void sayFarewell(ServedExchange exchange, SSLSocket secured) throws IOException {
        secured.shutdownOutput();
        ScheduledFuture<?> end = clock.schedule(this::cut, limits.farewell().toMillis(), TimeUnit.MILLISECONDS);
        try {
            exchange.skipRest(socket.getInputStream());
        } finally {
            end.cancel(false);
        }
    }

    void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("close a connection: {}", e.toString());
        }
    }
}
