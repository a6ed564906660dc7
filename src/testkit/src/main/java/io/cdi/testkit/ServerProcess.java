// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A server program that runs as long as a test needs it.
final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> command, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().putAll(environment);
        try {
            ServerProcess server = new ServerProcess(builder.start(), log);
            Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("start " + command + ": " + e.getMessage(), e);
        }
    }

    /// Waits until the server answers that request with 200.
    ///
    /// @param probe makes the request anew for each try
    void awaitOk(HttpClient client, Supplier<HttpRequest> probe) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answersOk(client, probe.get())) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String output = output();
                close();
                throw new AssertionError("the server does not answer " + probe.get() + "; it printed:\n" + output);
            }
        }
    }

    /// Waits until the server takes connections on this port of the loopback address.
    void awaitListening(int port) {
        awaitListening("127.0.0.1", port);
    }

    void awaitListening(String address, int port) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!isListening(address, port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                String output = output();
                close();
                throw new AssertionError("the server does not listen on port " + port + "; it printed:\n" + output);
            }
            pause();
        }
    }

    private static boolean isListening(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answersOk(HttpClient client, HttpRequest request) {
        try {
            if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                return true;
            }
        } catch (IOException e) {
            // not listening yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a server", e);
        }
        pause();
        return false;
    }

    private void pause() {
        try {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a server", e);
        }
    }

    private String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(" + log + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /// Ends it at once, for a server whose data nobody wants any more.
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
