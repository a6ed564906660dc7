// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.TestAuthority.Identity;
import io.cdi.uploadproxy.UploadServerPeer.Conduct;
import io.cdi.uploadproxy.UploadServerPeer.Seen;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The packaged proxy between curl and an upload server's wire, with claims in a real API server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadProxyIT {

    private static final String PATH = "/v1beta1/upload";
    private static final String READY =
            "{cdi.kubevirt.io/storage.upload.target: '', cdi.kubevirt.io/storage.pod.ready: 'true'}";
    private static final long BIG = 300L << 20;

    private @Nullable RunningProxy running;
    private Path image = Path.of("");
    private int number;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        running = RunningProxy.start(folder);
        image = folder.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BIG);
        }
    }

    @AfterAll
    void stop() {
        proxy().close();
    }

    private RunningProxy proxy() {
        return Objects.requireNonNull(running);
    }

    private void claim(String name, String annotations) {
        proxy().create("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: %s, namespace: default, annotations: %s}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """.formatted(name, annotations));
    }

    private UploadServerPeer readyServer(String claim) throws Exception {
        UploadServerPeer server = proxy().uploadServer(claim, ++number);
        claim(claim, READY);
        awaitStatus(claim, 200);
        return server;
    }

    /// The cache hears of a new claim a moment later.
    private void awaitStatus(String claim, int status) {
        await("the claim is known", () -> {
            try {
                return upload(claim, "/v1beta1/upload-async", "-I").status() == status;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private String[] words(String claim, String path, String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("-H", Curl.bearer(proxy().token(claim)), proxy().url(path)));
        return words.toArray(String[]::new);
    }

    private Curl upload(String claim, String path, String... options) throws IOException, InterruptedException {
        return Curl.run(proxy(), words(claim, path, options));
    }

    private static Seen next(UploadServerPeer server) throws InterruptedException {
        return Objects.requireNonNull(server.seen.poll(60, TimeUnit.SECONDS), "nothing arrived");
    }

    @Test
    void passesAnUploadOnAsItIs() throws Exception {
        try (UploadServerPeer server = readyServer("plain")) {
            Curl answer =
                    upload("plain", PATH + "?a=b", "-X", "POST", "-T", image.toString(), "-H", "x-cdi-content-type: x");

            assertThat(answer).isEqualTo(new Curl(0, 200, ""));
            Seen seen = next(server);
            assertThat(seen.line()).isEqualTo("POST /v1beta1/upload HTTP/1.1");
            assertThat(seen.bytes()).isEqualTo(BIG);
            assertThat(seen.headers())
                    .containsEntry("Content-Length", Long.toString(BIG))
                    .containsEntry("Host", "127.0.0.1:" + proxy().port())
                    .containsEntry("X-Forwarded-For", "127.0.0.1")
                    .containsEntry("x-cdi-content-type", "x")
                    .containsKey("Authorization");
            assertThat(seen.client().getSubjectX500Principal().getName())
                    .contains("CN=client.upload-server.cdi.kubevirt.io");
        }
    }

    @Test
    void refusesBeforeAnythingIsAskedOfAServer() throws Exception {
        assertThat(Curl.run(proxy(), "-X", "POST", "-T", image.toString(), proxy().url(PATH))
                        .status())
                .isEqualTo(400);
        assertThat(Curl.run(proxy(), "-d", "x", "-H", "Authorization: Bearer abc", proxy().url(PATH))
                        .status())
                .isEqualTo(401);
        assertThat(upload("nothing", PATH, "-d", "x"))
                .isEqualTo(new Curl(0, 503, "rejecting Upload Request for PVC nothing that doesn&#39;t exist"));
        assertThat(upload("nothing", "/v1beta1/upload-archive", "-d", "x").status())
                .isEqualTo(404);
    }

    @Test
    void showsNoMarkupOfAnAnnotation() throws Exception {
        claim("markup", READY.replace("}", ", cdi.kubevirt.io/storage.contentType: '<script>'}"));

        await("the claim is known", () -> {
            try {
                return upload("markup", PATH, "-d", "x").output().contains("&lt;script&gt;");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void waitsForTheUploadServer() throws Exception {
        try (UploadServerPeer server = proxy().uploadServer("slow", ++number)) {
            claim("slow", READY.replace("'true'", "'false'"));
            Process client = Curl.start(proxy(), words("slow", PATH, "-d", "x", "--retry", "3", "--retry-all-errors"));
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            annotate("slow", "cdi.kubevirt.io/storage.pod.ready", "true");

            assertThat(Curl.ended(client).status()).isEqualTo(200);
            assertThat(next(server).bytes()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatWentWhileItWaitedTakesNoPlace() throws Exception {
        try (UploadServerPeer server = proxy().uploadServer("impatient", ++number)) {
            String[] words = words("impatient", PATH, "-X", "POST", "-T", image.toString(), "--max-time", "2");
            claim("impatient", READY.replace("'true'", "'false'"));
            await("the claim is known", () -> {
                try {
                    return Curl.run(proxy(), words).status() == 0;
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            annotate("impatient", "cdi.kubevirt.io/storage.pod.ready", "true");
            awaitStatus("impatient", 200);

            assertThat(upload("impatient", PATH, "-d", "xyz").status()).isEqualTo(200);
            assertThat(server.all()).extracting(Seen::bytes).containsExactly(3L);
        }
    }

    @Test
    void tellsOfAnAsynchronousUploadWhenTheClaimSaysThatItIsDone() throws Exception {
        UploadServerPeer server = readyServer("asynchronous");
        Process client = Curl.start(proxy(), words("asynchronous", "/v1beta1/upload-async", "-d", "abc"));
        assertThat(next(server).bytes()).isEqualTo(3);
        server.close();
        assertThat(client.waitFor(1, TimeUnit.SECONDS)).isFalse();

        annotate("asynchronous", "cdi.kubevirt.io/storage.pod.phase", "Succeeded");
        assertThat(Curl.ended(client).status()).isEqualTo(200);
    }

    @Test
    void tellsOfAnAsynchronousUploadThatTakesLonger() throws Exception {
        try (UploadServerPeer server = readyServer("lasting")) {
            assertThat(upload("lasting", "/v1beta1/upload-async", "-d", "abc").status())
                    .isEqualTo(200);
            assertThat(next(server).bytes()).isEqualTo(3);
        }
    }

    private void annotate(String name, String key, String value) {
        proxy().admin()
                .persistentVolumeClaims()
                .inNamespace("default")
                .withName(name)
                .edit(claim -> claim.edit()
                        .editMetadata()
                        .addToAnnotations(key, value)
                        .endMetadata()
                        .build());
    }

    @Test
    void sendsAnArchiveToItsPath() throws Exception {
        try (UploadServerPeer server = proxy().uploadServer("archive", ++number)) {
            claim("archive", READY.replace("}", ", cdi.kubevirt.io/storage.contentType: archive}"));
            awaitStatus("archive", 404);

            assertThat(upload("archive", "/v1alpha1/upload-form-async", "-d", "x")
                            .status())
                    .isEqualTo(200);
            assertThat(server.all()).extracting(Seen::line).contains("POST /v1alpha1/upload-archive HTTP/1.1");
        }
    }

    @Test
    void answersTheDiscoveryItselfAndPassesResumableUploadsOn() throws Exception {
        try (UploadServerPeer server = readyServer("tus")) {
            assertThat(server.all()).isEmpty();

            Curl patched = upload("tus", "/v1beta1/upload-tus/1", "-X", "PATCH", "-d", "abc", "-D", "-");

            assertThat(patched.output()).contains("patched", "Upload-Offset: 3");
            assertThat(next(server).line()).isEqualTo("PATCH /v1beta1/upload-tus/1 HTTP/1.1");
        }
    }

    @Test
    void aRefusalComesBeforeTheBodyIsSent() throws Exception {
        try (UploadServerPeer server = readyServer("large")) {
            server.conduct = Conduct.REFUSE;

            Curl expecting = upload(
                    "large", PATH, "-X", "POST", "-T", image.toString(), "-H", "Expect: 100-continue", "-D", "-");
            Curl eager = upload("large", PATH, "-X", "POST", "-T", image.toString(), "-H", "Expect:", "-D", "-");

            assertThat(expecting.output()).contains("Saving stream failed: too large");
            assertThat(expecting.status()).isEqualTo(400);
            assertThat(eager.output()).contains("Saving stream failed: too large");
            assertThat(eager.status()).isEqualTo(400);
            assertThat(server.received()).isZero();
        }
    }

    @Test
    void aSlowServerSlowsTheClientAndNothingPilesUp() throws Exception {
        try (UploadServerPeer server = readyServer("stalled")) {
            server.conduct = Conduct.STALL;
            Process client = Curl.start(proxy(), words("stalled", PATH, "-X", "POST", "-T", image.toString()));
            await("the server has stalled", () -> server.received() > 1 << 20);
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());

            assertThat(client.isAlive()).isTrue();
            server.goOn.add(true);

            assertThat(Curl.ended(client).status()).isEqualTo(200);
            assertThat(next(server).bytes()).isEqualTo(BIG);
        }
    }

    @Test
    void aClientThatGoesIsGoneAtTheServerToo() throws Exception {
        try (UploadServerPeer server = readyServer("killed")) {
            Process client = Curl.start(
                    proxy(), words("killed", PATH, "-X", "POST", "-T", image.toString(), "--limit-rate", "20M"));
            await("bytes arrive", () -> server.received() > 1 << 20);

            client.destroyForcibly();

            assertThat(next(server).isWhole()).isFalse();
        }
    }

    @Test
    void saysWhyAServerCannotBeReached() throws Exception {
        UploadServerPeer server = readyServer("away");
        server.close();

        Curl answer = upload("away", PATH, "-d", "x");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.output()).startsWith("error in upload-proxy: http: proxy error: ");
    }

    @Test
    void twentyUploadsAtOnceAllArrive() throws Exception {
        List<UploadServerPeer> servers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                servers.add(readyServer("many-" + i));
            }
            Path part = Files.write(image.resolveSibling("part"), new byte[8 << 20]);
            List<Process> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(Curl.start(proxy(), words("many-" + i, PATH, "-X", "POST", "-T", part.toString())));
            }

            for (Process client : clients) {
                assertThat(Curl.ended(client).status()).isEqualTo(200);
            }
            for (UploadServerPeer server : servers) {
                assertThat(next(server).bytes()).isEqualTo(8 << 20);
            }
        } finally {
            for (UploadServerPeer server : servers) {
                server.close();
            }
        }
    }

    @Test
    void takesARenewedCertificateWithoutCuttingAnUpload() throws Exception {
        try (UploadServerPeer server = readyServer("renewed");
                UploadServerPeer other = readyServer("renewed-other")) {
            server.conduct = Conduct.STALL;
            Process client = Curl.start(proxy(), words("renewed", PATH, "-X", "POST", "-T", image.toString()));
            await("the server has stalled", () -> server.received() > 1 << 20);
            Identity fresh = proxy().clients().issue("fresh", RunningProxy.CLIENT_NAME + "/OU=fresh", "DNS:client");
            Files.copy(fresh.key(), proxy().client().key(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(fresh.certificate(), proxy().client().certificate(), StandardCopyOption.REPLACE_EXISTING);

            await("a connection with the new certificate", () -> {
                try {
                    return upload("renewed-other", PATH, "-d", "x").status() == 200
                            && next(other)
                                    .client()
                                    .getSubjectX500Principal()
                                    .getName()
                                    .contains("fresh");
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            server.goOn.add(true);
            assertThat(Curl.ended(client).status()).isEqualTo(200);
        }
    }

    @Test
    void speaksTheTlsThatTheProfileAllows() throws Exception {
        assertThat(Curl.run(proxy(), "--tls-max", "1.2", proxy().url("/healthz")))
                .isEqualTo(new Curl(0, 200, "OK"));
        proxy().create("""
                apiVersion: cdi.kubevirt.io/v1beta1
                kind: CDIConfig
                metadata: {name: config}
                spec: {tlsSecurityProfile: {type: Modern, modern: {}}}
                """);

        await("TLS 1.2 is refused", () -> {
            try {
                return Curl.run(proxy(), "--tls-max", "1.2", proxy().url("/healthz"))
                        .output()
                        .contains("alert protocol version");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(Curl.run(proxy(), proxy().url("/healthz"))).isEqualTo(new Curl(0, 200, "OK"));
    }

    @Test
    void letsPagesOfAnyOriginUpload() throws Exception {
        Curl asked = Curl.run(
                proxy(),
                "-X",
                "OPTIONS",
                "-D",
                "-",
                "-H",
                "Origin: https://elsewhere",
                "-H",
                "Access-Control-Request-Method: PATCH",
                "-H",
                "Access-Control-Request-Headers: authorization,upload-offset",
                proxy().url(PATH));

        assertThat(asked.status()).isEqualTo(204);
        assertThat(asked.output())
                .containsIgnoringCase("access-control-allow-origin: *")
                .containsIgnoringCase("access-control-allow-headers: authorization,upload-offset")
                .containsIgnoringCase("PATCH");
    }
}
