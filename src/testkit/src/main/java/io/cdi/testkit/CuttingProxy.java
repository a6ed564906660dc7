// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to a server that breaks: forwards TCP connections, and cuts the next ones after some bytes of the
/// answer or of the request, with a reset, as a dying load balancer does.
public final class CuttingProxy implements AutoCloseable {

    private final LoopbackPort port;
    private final URI target;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger cutsLeft = new AtomicInteger();
    private final AtomicInteger requestCutsLeft = new AtomicInteger();
    private volatile long cutAfter = Long.MAX_VALUE;
    private volatile long cutRequestsAfter = Long.MAX_VALUE;

    private CuttingProxy(LoopbackPort port, URI target) {
        this.port = port;
        this.target = target;
    }

    /// @param target the server: scheme, host and port
    public static CuttingProxy start(URI target) {
        CuttingProxy proxy = new CuttingProxy(LoopbackPort.open(), target);
        proxy.port.serve(proxy::forward);
        return proxy;
    }

    /// The server's address by this way.
    public URI endpoint() {
        return URI.create(target.getScheme() + "://127.0.0.1:" + port.number());
    }

    /// Cuts each of the next `count` connections after that many bytes have come back over it.
    public void cutNext(int count, long afterBytes) {
        cutAfter = afterBytes;
        cutsLeft.set(count);
    }

    /// Cuts each of the next `count` connections after that many bytes have gone over it.
    public void cutNextRequests(int count, long afterBytes) {
        cutRequestsAfter = afterBytes;
        requestCutsLeft.set(count);
    }

    /// How many cuts were asked for and have not happened.
    public int cutsLeft() {
        return cutsLeft.get() + requestCutsLeft.get();
    }

    public int connections() {
        return connections.get();
    }

    private void forward(Socket client) throws IOException {
        connections.incrementAndGet();
        try (Socket server = new Socket(target.getHost(), target.getPort())) {
            Thread.ofVirtual().start(() -> copyRequests(client, server));
            copyAnswers(server, client);
        }
    }

    private void copyRequests(Socket client, Socket server) {
        byte[] buffer = new byte[16 * 1024];
        long copied = 0;
        try {
            int count = client.getInputStream().read(buffer);
            while (count >= 0) {
                copied += count;
                if (copied > cutRequestsAfter && takeCut(requestCutsLeft)) {
                    reset(client);
                    reset(server);
                    return;
                }
                server.getOutputStream().write(buffer, 0, count);
                count = client.getInputStream().read(buffer);
            }
            server.shutdownOutput();
        } catch (IOException e) {
            // the connection has ended
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void copyAnswers(Socket server, Socket client) throws IOException {
        InputStream from = server.getInputStream();
        OutputStream to = client.getOutputStream();
        byte[] buffer = new byte[16 * 1024];
        long copied = 0;
        int count = from.read(buffer);
        while (count >= 0) {
            if (copied + count > cutAfter && takeCut(cutsLeft)) {
                to.write(buffer, 0, (int) Math.max(0, cutAfter - copied));
                client.setSoLinger(true, 0);
                return;
            }
            to.write(buffer, 0, count);
            copied += count;
            count = from.read(buffer);
        }
    }

    private static boolean takeCut(AtomicInteger cutsLeft) {
        return cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    @Override
    public void close() {
        port.close();
    }
}
