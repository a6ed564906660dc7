// SPDX-License-Identifier: Apache-2.0
package io.cdi.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.cdi.api.config.TlsRules;
import io.cdi.contract.Metrics;
import io.cdi.contract.tls.SelfSignedCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the metrics over HTTPS, by the TLS profile that is in force at each handshake.
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    // Seconds for a request and for its answer: without a word, the JDK's server waits for ever. It reads them once.
    static {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
    }

    private final HttpsServer server;

    private MetricsServer(HttpsServer server) {
        this.server = server;
    }

    /// @param port 0 for any
    /// @param name of the program, for its self-signed certificate
    /// @param metrics in the text format of Prometheus (0.0.4)
    public static MetricsServer start(
            int port, String name, KubernetesClient client, Supplier<TlsRules> tls, Supplier<String> metrics)
            throws IOException {
        TokenGate gate = new TokenGate(client);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(port), 0);
        try {
            SSLContext context = SelfSignedCertificate.make(name, Instant.now()).serverContext();
            server.setHttpsConfigurator(new Profiled(context, tls));
        } catch (GeneralSecurityException e) {
            throw new IOException("make a certificate for the metrics: " + e.getMessage(), e);
        }
        server.createContext("/", exchange -> answer(exchange, gate, metrics));
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
        return new MetricsServer(server);
    }

    private static void answer(HttpExchange exchange, TokenGate gate, Supplier<String> metrics) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            int status = check(gate, exchange.getRequestHeaders().getFirst("Authorization"), path);
            if (status != HttpURLConnection.HTTP_OK) {
                exchange.sendResponseHeaders(status, -1);
            } else if (!path.equals(Metrics.PATH)) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, -1);
            } else {
                byte[] body = metrics.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", TEXT);
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static int check(TokenGate gate, @Nullable String authorization, String path) {
        try {
            return gate.check(authorization, path);
        } catch (KubernetesClientException e) {
            LOG.warn("metrics: cannot check a token: {}", e.getMessage());
            return HttpURLConnection.HTTP_INTERNAL_ERROR;
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /// Reads the profile anew for each connection.
    private static final class Profiled extends HttpsConfigurator {
        private final Supplier<TlsRules> rules;

        Profiled(SSLContext context, Supplier<TlsRules> rules) {
            super(context);
            this.rules = rules;
        }

        @Override
        public void configure(HttpsParameters connection) {
            TlsRules wanted = rules.get();
            SSLParameters supported = getSSLContext().getSupportedSSLParameters();
            SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
            chosen.setProtocols(common(wanted.protocols(), supported.getProtocols()));
            chosen.setCipherSuites(common(wanted.ciphers(), supported.getCipherSuites()));
            connection.setSSLParameters(chosen);
        }

        private static String[] common(List<String> wanted, String[] supported) {
            return wanted.stream().filter(List.of(supported)::contains).toArray(String[]::new);
        }
    }
}
