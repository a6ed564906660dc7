// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy that remembers what it was asked: `CONNECT` tunnels, and plain requests, which it passes on
/// one per connection. Every target is looked for on this machine, whatever its name, so a test can use any
/// host name.
public final class RecordingProxy implements AutoCloseable {

    private final InetAddress address;
    private final LoopbackPort port;
    private final String requiredAuthorization;
    private final List<List<String>> heads = new CopyOnWriteArrayList<>();

    private RecordingProxy(InetAddress address, String requiredAuthorization) {
        this.address = address;
        this.port = LoopbackPort.openAt(address);
        this.requiredAuthorization = requiredAuthorization;
    }

    /// @param requiredAuthorization the value of `Proxy-Authorization` without which it answers 407; empty
    ///     for none
    public static RecordingProxy start(String requiredAuthorization) {
        return start(InetAddress.getLoopbackAddress(), requiredAuthorization);
    }

    /// Listens on this address of the machine, and looks for every target there, not on the loopback.
    public static RecordingProxy startAt(String address, String requiredAuthorization) {
        return start(InetAddress.ofLiteral(address), requiredAuthorization);
    }

    private static RecordingProxy start(InetAddress address, String requiredAuthorization) {
        RecordingProxy proxy = new RecordingProxy(address, requiredAuthorization);
        proxy.port.serve(proxy::serve);
        return proxy;
    }

    public int port() {
        return port.number();
    }

    /// The lines of each request's head, in the order they came.
    public List<List<String>> heads() {
        return List.copyOf(heads);
    }

    private void serve(Socket client) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        List<String> head = HostileHttpServer.readHead(in);
        if (head.isEmpty()) {
            return;
        }
        heads.add(head);
        if (!requiredAuthorization.isEmpty() && !head.contains("Proxy-Authorization: " + requiredAuthorization)) {
            send(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        String[] words = head.getFirst().split(" ", 3);
        boolean tunnel = words[0].equals("CONNECT");
        URI target = URI.create(tunnel ? "tunnel://" + words[1] : words[1]);
        try (Socket server = new Socket(address, target.getPort())) {
            send(tunnel ? client : server, tunnel ? "HTTP/1.1 200 OK\r\n\r\n" : forwarded(head, target));
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            in.transferTo(server.getOutputStream());
            server.shutdownOutput();
            back.join();
        }
    }

    private static String forwarded(List<String> head, URI target) {
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        String first = head.getFirst().split(" ", 2)[0] + " " + target.getRawPath() + query + " HTTP/1.1";
        return first + "\r\n" + String.join("\r\n", head.subList(1, head.size())) + "\r\nConnection: close\r\n\r\n";
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    @Override
    public void close() {
        port.close();
    }
}
