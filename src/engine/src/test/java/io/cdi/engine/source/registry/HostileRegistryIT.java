// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.testkit.ContainerDisk;
import io.cdi.testkit.ContainerDisk.Flavor;
import io.cdi.testkit.TarLayer;
import io.cdi.testkit.TarLayer.Compression;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What no well-behaved registry does, from one in this process: tokens that end in the middle of a blob,
/// blobs in another house, ignored ranges, answers without end.
class HostileRegistryIT {

    /// A short stall, because the JDK's server leaves a TLS greeting without an answer.
    private static final Source.Effort EFFORT = new Source.Effort(
            OptionalInt.of(1),
            OptionalLong.empty(),
            new RetryPolicy(
                    3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(2), Duration.ofSeconds(2)));
    private static final Source.Login LOGIN = new Source.Login("user", new Secret("hunter2"));
    private static final byte[] DISK = noise();
    private static final ContainerDisk IMAGE = ContainerDisk.image(Flavor.OCI)
            .layer(new TarLayer().file("disk/disk.img", DISK), Compression.NONE)
            .build();
    private static final ContainerDisk.Blob LAYER = IMAGE.blobs().getLast();

    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final List<String> elsewhereAuthorizations = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private HttpServer registry;
    private HttpServer elsewhere;
    private volatile boolean needsToken;
    private volatile boolean cutsFirstBlob;
    private volatile boolean redirects;
    private volatile boolean ignoresRanges;
    private volatile Optional<String> realm = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        registry = server();
        elsewhere = server();
        registry.createContext("/v2/a/manifests/", this::manifest);
        registry.createContext("/v2/a/blobs/", this::blob);
        registry.createContext("/token", this::token);
        elsewhere.createContext("/", exchange -> {
            elsewhereAuthorizations.add(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            serve(exchange);
        });
    }

    @AfterEach
    void stop() {
        registry.stop(0);
        elsewhere.stop(0);
    }

    @Test
    void getsANewTokenInTheMiddleOfABlob() throws Exception {
        needsToken = true;
        cutsFirstBlob = true;

        assertThat(read()).isEqualTo(DISK);
        assertThat(tokens).hasValue(2);
        assertThat(ranges).contains("bytes=" + LAYER.bytes().length / 2 + "-");
    }

    @Test
    void tellsNobodyElseWhoItIs() throws Exception {
        needsToken = true;
        redirects = true;

        assertThat(read()).isEqualTo(DISK);
        assertThat(elsewhereAuthorizations).isNotEmpty().containsOnly("null");
    }

    @Test
    void goesOnWithoutRanges() throws Exception {
        cutsFirstBlob = true;
        ignoresRanges = true;

        assertThat(read()).isEqualTo(DISK);
    }

    @Test
    void keepsThePasswordFromATokenServiceWithoutTls() {
        needsToken = true;
        realm = Optional.of("ftp://127.0.0.1/token");

        assertThatThrownBy(this::read)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("is not an https URL")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void doesNotReadAManifestWithoutEnd() {
        registry.removeContext("/v2/a/manifests/");
        registry.createContext("/v2/a/manifests/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                byte[] spaces = new byte[1 << 16];
                Arrays.fill(spaces, (byte) ' ');
                for (int i = 0; i < 1000; i++) {
                    exchange.getResponseBody().write(spaces);
                }
            } catch (IOException e) {
                // The reader has had enough.
            }
        });

        assertThatThrownBy(this::read)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("more than the 4194304 bytes");
    }

    private byte[] read() throws IOException {
        Source.Registry source = new Source.Registry(
                address(registry) + "/a:tag",
                Source.Platform.OF_THIS_MACHINE,
                Optional.of(LOGIN),
                Source.Tls.SYSTEM,
                true);
        try (RegistryOrigin origin = RegistryOrigin.open(source, EFFORT, Map.of(), _ -> {})) {
            return origin.stream().readAllBytes();
        }
    }

    private void manifest(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isLetIn(exchange)) {
                answer(exchange, IMAGE.top().bytes());
            }
        }
    }

    private void blob(HttpExchange exchange) throws IOException {
        if (!isLetIn(exchange)) {
            exchange.close();
        } else if (redirects) {
            exchange.getResponseHeaders()
                    .set("Location", "http://" + address(elsewhere) + exchange.getRequestURI() + "?signature=x");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        } else {
            serve(exchange);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String digest = exchange.getRequestURI().getPath().replaceAll(".*/", "");
            byte[] bytes = IMAGE.blobs().stream()
                    .filter(blob -> blob.digest().equals(digest))
                    .findFirst()
                    .orElseThrow()
                    .bytes();
            String range = exchange.getRequestHeaders().getFirst("Range");
            if (range != null) {
                ranges.add(range);
            }
            if (digest.equals(LAYER.digest()) && cutsFirstBlob) {
                cutsFirstBlob = false;
                tokens.compareAndSet(1, 101);
                cut(exchange, bytes);
            } else if (range != null && !ignoresRanges) {
                int start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
                exchange.sendResponseHeaders(206, bytes.length - start);
                exchange.getResponseBody().write(bytes, start, bytes.length - start);
            } else {
                answer(exchange, bytes);
            }
        }
    }

    /// Half of it, then the connection ends.
    private static void cut(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes, 0, bytes.length / 2);
        exchange.getResponseBody().flush();
    }

    private static void answer(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /// Only the newest token counts.
    private boolean isLetIn(HttpExchange exchange) throws IOException {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!needsToken || authorization.equals("Bearer t" + tokens.get())) {
            return true;
        }
        exchange.getResponseHeaders()
                .set(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm.orElse("http://" + address(registry) + "/token")
                                + "\",service=\"s\"");
        exchange.sendResponseHeaders(401, -1);
        return false;
    }

    private void token(HttpExchange exchange) throws IOException {
        try (exchange) {
            tokens.compareAndSet(101, 1);
            answer(
                    exchange,
                    ("{\"access_token\":\"t" + tokens.incrementAndGet() + "\"}").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static byte[] noise() {
        byte[] bytes = new byte[3 << 20];
        new Random(4).nextBytes(bytes);
        return bytes;
    }
}
