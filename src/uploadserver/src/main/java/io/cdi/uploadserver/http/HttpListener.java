// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts TLS connections and serves each in a virtual thread.
public final class HttpListener implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int MOST_CONNECTIONS = 256;
    private static final int BACKLOG = 128;
    private static final Duration BREATH = Duration.ofMillis(200);

    private final ServerSocket server;
    private final ServerTls tls;
    private final Handler handler;
    private final Limits limits;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);
    /// No request waits for one: there are as many as connections.
    private final Semaphore exchanges = new Semaphore(MOST_CONNECTIONS);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("clock").daemon().factory());

    private HttpListener(ServerSocket server, ServerTls tls, Handler handler, Limits limits) {
        this.server = server;
        this.tls = tls;
        this.handler = handler;
        this.limits = limits;
        clock.setRemoveOnCancelPolicy(true);
    }

    public static HttpListener open(InetSocketAddress address, ServerTls tls, Handler handler, Limits limits)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("listen at " + address + ": " + e.getMessage(), e);
        }
        HttpListener listener = new HttpListener(server, tls, handler, limits);
        Thread.ofPlatform().name("accept").daemon().start(listener::accept);
        return listener;
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                connections.acquire();
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().name("connection").start(() -> serve(socket));
                } catch (IOException e) {
                    connections.release();
                    if (!server.isClosed()) {
                        LOG.warn("a connection could not be accepted: {}", e.getMessage());
                        // While there are no file descriptors left, it would fail again at once.
                        Thread.sleep(BREATH);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket socket) {
        Connection connection = new Connection(socket, tls, limits, clock, exchanges);
        open.add(connection);
        try {
            connection.serve(handler);
        } finally {
            open.remove(connection);
            connections.release();
        }
    }

    /// Accepts nothing more, and waits until the answers that are under way have reached their clients.
    /// A request that comes later finds its connection closed.
    public void drain(Duration patience) throws IOException, InterruptedException {
        server.close();
        if (!exchanges.tryAcquire(MOST_CONNECTIONS, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("some requests are still without an answer after {}", patience);
        }
    }

    /// Ends all connections.
    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(Connection::cut);
        clock.shutdownNow();
    }
}
