// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.testkit.CuttingProxy;
import io.cdi.testkit.MinioServer;
import io.cdi.testkit.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole objects from a real MinIO server, over ways that break, and in all the places where it may be found.
class S3OriginIT {

    private static final byte[] CONTENT = new byte[40 << 20];
    private static final Source.Effort QUICK = new Source.Effort(
            OptionalInt.of(3),
            OptionalLong.empty(),
            new RetryPolicy(
                    5, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofSeconds(30), Duration.ofSeconds(30)));

    @TempDir
    private static Path folder;

    private static Path data;
    private static MinioServer minio;

    @BeforeAll
    static void startServer() throws IOException {
        new Random(2).nextBytes(CONTENT);
        data = Files.createDirectory(folder.resolve("data"));
        minio = MinioServer.start(data, Map.of("MINIO_DOMAIN", "s3.test", "MINIO_REGION", "eu-west-9"));
        minio.createBucket("images");
        minio.put("images", "disk.img", Files.write(folder.resolve("disk.img"), CONTENT));
    }

    @AfterAll
    static void stopServer() {
        minio.close();
    }

    private static Source.S3 source(URI endpoint, String key, Source.Tls tls) {
        return new Source.S3(
                Optional.of(endpoint),
                Optional.empty(),
                "images",
                key,
                new Source.S3Credentials.Static(
                        MinioServer.ACCESS_KEY, new Secret(MinioServer.SECRET_KEY), Optional.empty()),
                tls);
    }

    private static Origin.Seekable open(URI endpoint) throws TransferException {
        return (Origin.Seekable) S3Origin.open(source(endpoint, "disk.img", Source.Tls.SYSTEM), QUICK, Map.of());
    }

    private static void assertWhole(Origin.Seekable origin) throws IOException {
        try (InputStream stream = origin.stream(0)) {
            assertThat(Arrays.equals(stream.readAllBytes(), CONTENT)).isTrue();
        }
    }

    @Test
    void readsAWholeObjectAndPiecesOfIt() throws IOException {
        try (Origin.Seekable origin = open(minio.endpoint())) {
            assertThat(origin.length()).hasValue(CONTENT.length);
            assertThat(origin.version()).isPresent();
            ByteBuffer piece = ByteBuffer.allocate(100_000);
            origin.readFully(30_000_001, piece);
            assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(CONTENT, 30_000_001, 30_100_001));
            assertWhole(origin);
        }
    }

    @Test
    void goesOnAfterCuts() throws IOException {
        try (CuttingProxy proxy = CuttingProxy.start(minio.endpoint())) {
            proxy.cutNext(4, 3_000_000);
            try (Origin.Seekable origin = open(proxy.endpoint())) {
                assertWhole(origin);
            }
            assertThat(proxy.cutsLeft()).isZero();
        }
    }

    @Test
    void givesUpWhenEveryConnectionIsCutAtOnce() throws IOException {
        try (CuttingProxy proxy = CuttingProxy.start(minio.endpoint())) {
            proxy.cutNext(1000, 0);
            assertThatThrownBy(() -> open(proxy.endpoint()))
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("5 attempts in a row failed");
        }
    }

    @Test
    void neverMixesTwoVersions() throws IOException {
        minio.put("images", "changing", CONTENT);
        byte[] other = CONTENT.clone();
        other[CONTENT.length - 1]++;
        try (CuttingProxy proxy = CuttingProxy.start(minio.endpoint())) {
            proxy.cutNext(1, 2_000_000);
            Source.S3 source = source(proxy.endpoint(), "changing", Source.Tls.SYSTEM);
            try (Origin.Seekable origin = (Origin.Seekable) S3Origin.open(source, QUICK, Map.of())) {
                minio.put("images", "changing", other);
                assertThatThrownBy(() -> assertWhole(origin))
                        .isInstanceOf(TransferException.Permanent.class)
                        .hasMessageContaining("was replaced while it was being read");
            }
        }
    }

    @Test
    void findsTheBucketInTheHostNameAndGoesThroughAProxy() throws IOException {
        // MinIO takes the requests for images.s3.test in a proxy's form itself, so no name server is needed.
        Map<String, String> proxied = Map.of("http_proxy", minio.endpoint().toString());
        Source.S3 source = source(URI.create("http://images.s3.test"), "disk.img", Source.Tls.SYSTEM);

        try (Origin.Seekable origin = (Origin.Seekable) S3Origin.open(source, QUICK, proxied)) {
            assertWhole(origin);
        }
    }

    @Test
    void readsOverTlsWithAnAuthorityOfItsOwn() throws Exception {
        Path certificates = Files.createDirectory(folder.resolve("certificates"));
        TestAuthority authority = TestAuthority.in(folder);
        TestAuthority.Identity identity = authority.issue("IP:127.0.0.1");
        Files.copy(identity.certificate(), certificates.resolve("public.crt"));
        Files.copy(identity.key(), certificates.resolve("private.key"));
        Path filled = folder.resolve("filled");
        try (MinioServer plain = MinioServer.start(Files.createDirectory(filled))) {
            plain.createBucket("images");
            plain.put("images", "disk.img", CONTENT);
        }
        try (HttpClient trusting = trusting(authority.certificate());
                MinioServer secure = MinioServer.startWithTls(filled, certificates, trusting)) {
            Source.Tls own = new Source.Tls(List.of(authority.certificate()), false);
            try (Origin.Seekable origin =
                    (Origin.Seekable) S3Origin.open(source(secure.endpoint(), "disk.img", own), QUICK, Map.of())) {
                assertWhole(origin);
            }
            Source.Tls insecure = new Source.Tls(List.of(), true);
            try (Origin origin = S3Origin.open(source(secure.endpoint(), "disk.img", insecure), QUICK, Map.of())) {
                assertThat(origin.length()).hasValue(CONTENT.length);
            }
            Source.S3 unknown = source(secure.endpoint(), "disk.img", Source.Tls.SYSTEM);
            assertThatThrownBy(() -> S3Origin.open(unknown, QUICK, Map.of()))
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("certificate is not trusted");
        }
    }

    private static HttpClient trusting(Path certificate) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream file = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "minio", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
