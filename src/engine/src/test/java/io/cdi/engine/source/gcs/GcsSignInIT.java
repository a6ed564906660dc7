// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A service account at a token service and a bucket of our own: the emulator lets everybody in, so it cannot
/// tell whether signing in works. The assertion itself is checked in [ServiceAccountTest].
class GcsSignInIT {

    private static final byte[] CONTENT = {1, 2, 3};

    private final List<String> authorizations = new ArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final AtomicReference<String> form = new AtomicReference<>("");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private HttpServer server;
    private int tokenStatus = 200;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> {
            form.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String answer = tokenStatus == 200
                    ? "{\"access_token\": \"t%d\", \"expires_in\": 3600}".formatted(tokens.incrementAndGet())
                    : "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}";
            answer(exchange, tokenStatus, answer.getBytes(StandardCharsets.UTF_8));
        });
        server.createContext("/images/disk.img", exchange -> {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            authorizations.add(authorization);
            exchange.getResponseHeaders().add("x-goog-generation", "7");
            answer(exchange, authorization.startsWith("Bearer t") ? 200 : 403, CONTENT);
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private RangeReader reader(Optional<Secret> key) throws TransferException {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Source.Gcs source = new Source.Gcs(Optional.of(endpoint), "images", "disk.img", key, Source.Tls.SYSTEM);
        return GcsRangeReader.open(source, Source.Effort.DEFAULT, Map.of(), now::get);
    }

    private RangeReader signedIn() throws TransferException {
        String tokenUri = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
        return reader(Optional.of(KeyFile.generate(tokenUri).json()));
    }

    private static byte[] read(RangeReader reader) throws IOException {
        try (RangeReader.Answer answer = reader.read(0, OptionalLong.empty(), Optional.empty())) {
            return answer.body().readAllBytes();
        }
    }

    @Test
    void signsInOnceAndAgainBeforeTheTokenExpires() throws IOException {
        try (RangeReader reader = signedIn()) {
            assertThat(read(reader)).isEqualTo(CONTENT);
            assertThat(read(reader)).isEqualTo(CONTENT);
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
            assertThat(read(reader)).isEqualTo(CONTENT);
        }
        assertThat(authorizations).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
        assertThat(form.get())
                .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
    }

    @Test
    void saysThatTheKeyIsRefused() throws IOException {
        tokenStatus = 400;
        try (RangeReader reader = signedIn()) {
            assertThatThrownBy(() -> read(reader))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContainingAll(
                            "sign in as import@test.example", "invalid_grant Invalid JWT Signature", "clock");
        }
    }

    @Test
    void aTokenServiceInTroubleMayBeAskedAgain() throws IOException {
        tokenStatus = 503;
        try (RangeReader reader = signedIn()) {
            assertThatThrownBy(() -> read(reader)).isInstanceOf(TransferException.Transient.class);
        }
    }

    @Test
    void saysThatAPrivateObjectNeedsAKey() throws IOException {
        try (RangeReader reader = reader(Optional.empty())) {
            assertThatThrownBy(() -> read(reader))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("403; the object is not public, give the key file of a service account");
        }
        assertThat(authorizations).containsExactly("null");
    }
}
