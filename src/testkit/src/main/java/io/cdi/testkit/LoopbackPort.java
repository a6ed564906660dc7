// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A free port of the loopback or another address of this machine that takes connections, each in a thread of its own,
/// until it is closed; then they end too.
public final class LoopbackPort implements AutoCloseable {

    private static final int BACKLOG = 100;

    /// What is done with a connection, which is closed behind it. An [IOException] means that a side has gone.
    public interface Service {
        void serve(Socket client) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LoopbackPort(ServerSocket listener) {
        this.listener = listener;
    }

    /// Connections wait until [#serve] is called.
    public static LoopbackPort open() {
        return openAt(InetAddress.getLoopbackAddress());
    }

    /// @param address one of this machine
    public static LoopbackPort openAt(InetAddress address) {
        try {
            return new LoopbackPort(new ServerSocket(0, BACKLOG, address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int number() {
        return listener.getLocalPort();
    }

    /// Begins to take connections.
    public void serve(Service service) {
        Thread.ofVirtual().name("port-" + number()).start(() -> accept(service));
    }

    private void accept(Service service) {
        try {
            while (true) {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client, service));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client, Service service) {
        try (client) {
            service.serve(client);
        } catch (IOException e) {
            // One side has gone, as many tests want it to.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
