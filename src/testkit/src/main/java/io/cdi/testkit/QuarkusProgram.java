// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// The packaged Quarkus program of the module under test, in a process of its own, serving HTTPS.
public final class QuarkusProgram implements AutoCloseable {

    private final ServerProcess server;
    private final TestAuthority authority;
    private final int port;

    private QuarkusProgram(ServerProcess server, TestAuthority authority, int port) {
        this.server = server;
        this.authority = authority;
        this.port = port;
    }

    /// Returns when it serves.
    ///
    /// @param options of the JVM, besides those that make it start quickly
    /// @param port on the loopback address, where the environment tells it to serve
    /// @param authority of the certificate that it shows
    /// @throws AssertionError with what it printed, when it does not come up
    public static QuarkusProgram start(
            List<String> options, Map<String, String> environment, int port, TestAuthority authority, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(options);
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        ServerProcess server = ServerProcess.start(command, environment, log);
        QuarkusProgram program = new QuarkusProgram(server, authority, port);
        server.await("serve HTTPS on port " + port, () -> program.served().isPresent());
        return program;
    }

    /// The certificate that the program shows now; empty when it does not serve.
    public Optional<X509Certificate> served() {
        try (SSLSocket socket = (SSLSocket) authority.trust().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return Optional.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    public Process process() {
        return server.process();
    }

    /// Ends it at once.
    @Override
    public void close() {
        server.kill();
    }
}
