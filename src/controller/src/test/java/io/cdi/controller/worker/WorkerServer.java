// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cdi.contract.tls.SelfSignedCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Instant;

/// A worker that answers, or fails to, as a test wants.
public record WorkerServer(HttpsServer server) implements AutoCloseable {

    /// @param address one of loopback's that nobody else uses
    public static WorkerServer start(String address, int port, HttpHandler answer)
            throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(address, port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                SelfSignedCertificate.make("worker", Instant.now()).serverContext()));
        server.createContext("/", answer);
        server.start();
        return new WorkerServer(server);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
