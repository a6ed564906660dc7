// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cdi.contract.ImporterEnvironment;
import io.cdi.contract.Metrics;
import io.cdi.contract.ProgressSample;
import io.cdi.contract.tls.SelfSignedCertificate;
import io.cdi.engine.transfer.Progress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers every request over HTTPS with the progress. Its failures never harm the import.
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration GLANCE = Duration.ofMillis(20);

    // Seconds for a request and for its answer: without a word, the JDK's server waits for ever. It reads them once.
    static {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
    }

    private final HttpsServer server;

    private MetricsServer(HttpsServer server) {
        this.server = server;
    }

    /// Starts a server in the background, as soon as the source has answered, or after a second: a key and a
    /// certificate cost time that the first request is not to wait for.
    ///
    /// @param environment of the process
    public static void startLater(int port, Map<String, String> environment, Progress progress) {
        String ownerUid = environment.getOrDefault(ImporterEnvironment.OWNER_UID, "");
        Thread.ofPlatform().daemon().name("metrics").start(() -> {
            try {
                awaitAnswer(progress);
                start(port, ownerUid, progress);
            } catch (IOException | InterruptedException e) {
                LOG.warn("no metrics at port {}: {}", port, e.getMessage());
            }
        });
    }

    private static void awaitAnswer(Progress progress) throws InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (progress.phase() == Progress.Phase.CONNECTING && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
    }

    /// @param port 0 for any
    public static MetricsServer start(int port, String ownerUid, Progress progress) throws IOException {
        // A counter never falls, though an import that changes its ways begins anew.
        DoubleAccumulator highest = new DoubleAccumulator(Math::max, 0);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(port), 0);
        try {
            var certificate = SelfSignedCertificate.make(Metrics.CERTIFICATE_NAME, Instant.now());
            server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
        } catch (GeneralSecurityException e) {
            throw new IOException("make a certificate for the metrics: " + e.getMessage(), e);
        }
        server.createContext("/", exchange -> {
            progress.fraction().ifPresent(highest::accumulate);
            answer(exchange, new ProgressSample(ProgressSample.Kind.IMPORT, ownerUid, highest.get()).text());
        });
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
        return new MetricsServer(server);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
