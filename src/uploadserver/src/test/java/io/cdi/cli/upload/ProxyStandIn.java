// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.testkit.LoopbackPort;
import io.cdi.uploadserver.ServedPod;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;

/// What of the upload proxy an upload server sees: a client with the right certificate. Plain HTTP towards us.
record ProxyStandIn(LoopbackPort port) implements AutoCloseable {

    static ProxyStandIn before(ServedPod pod) {
        SSLContext tls = pod.proxy();
        LoopbackPort port = LoopbackPort.open();
        port.serve(client -> {
            try (Socket server = tls.getSocketFactory().createSocket("127.0.0.1", pod.port())) {
                Thread.ofVirtual().start(() -> forward(client, server));
                server.getInputStream().transferTo(client.getOutputStream());
            }
        });
        return new ProxyStandIn(port);
    }

    private static void forward(Socket client, Socket server) {
        try (server) {
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // one of them has gone
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port.number());
    }

    @Override
    public void close() {
        port.close();
    }
}
