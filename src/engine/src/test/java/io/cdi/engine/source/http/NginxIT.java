// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.testkit.Command;
import io.cdi.testkit.Nginx;
import io.cdi.testkit.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real nginx.
class NginxIT {

    private static final int SIZE = 5_000_000;

    @TempDir
    Path directory;

    private Path work;
    private Path files;
    private final byte[] content = Fetch.content(SIZE);

    @BeforeEach
    void makeFiles() throws IOException {
        work = Files.createDirectories(directory.resolve("nginx"));
        files = Files.createDirectories(directory.resolve("files"));
        Files.write(files.resolve("disk.img"), content);
    }

    private Nginx.Setup nginx() {
        return Nginx.serving(work, files);
    }

    @Test
    void aFileComesWithOneRequest() throws Exception {
        try (Nginx nginx = nginx().start();
                Origin origin = Fetch.of(nginx.uri("disk.img?signature=secret")).open()) {
            assertThat(origin).isInstanceOf(Origin.Seekable.class);
            assertThat(origin.length()).hasValue(SIZE);
            assertThat(origin.description()).isEqualTo(nginx.uri("disk.img").toString());
            assertThat(Fetch.stream(origin).readAllBytes()).isEqualTo(content);
            assertThat(nginx.awaitServed(served -> !served.isEmpty()))
                    .extracting(Nginx.Served::method, Nginx.Served::status, Nginx.Served::range)
                    .containsExactly(tuple("GET", 200, "-"));
        }
    }

    @Test
    void placesAreReadOverOneConnectionThatIsKept() throws Exception {
        try (Nginx nginx = nginx().start();
                Origin origin = Fetch.of(nginx.uri("disk.img")).open()) {
            for (int offset : new int[] {4_000_000, 10, 4_999_000}) {
                ByteBuffer into = ByteBuffer.allocateDirect(1000);
                ((Origin.Seekable) origin).readFully(offset, into);
                byte[] got = new byte[1000];
                into.flip().get(got);
                assertThat(got).isEqualTo(Arrays.copyOfRange(content, offset, offset + 1000));
            }
            List<Nginx.Served> served = nginx.awaitServed(all -> all.size() >= 3);
            assertThat(served.stream()
                            .filter(one -> one.status() == 206)
                            .map(Nginx.Served::connection)
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void closingEarlyDropsTheConnectionInsteadOfReadingOn() throws Exception {
        try (RandomAccessFile huge = new RandomAccessFile(files.resolve("huge").toFile(), "rw")) {
            huge.setLength(40L << 30);
        }
        try (Nginx nginx = nginx().start()) {
            try (Origin origin = Fetch.of(nginx.uri("huge")).open();
                    InputStream in = Fetch.stream(origin)) {
                assertThat(in.read()).isZero();
            }
            List<Nginx.Served> served = nginx.awaitServed(all -> !all.isEmpty());
            assertThat(served.getFirst().bytesSent()).isLessThan(1L << 30);
        }
    }

    @Test
    void aSlowServerGetsSeveralConnectionsForTheRestOfALargeFile() throws Exception {
        byte[] large = Fetch.content(120 << 20);
        Files.write(files.resolve("large"), large);
        try (Nginx nginx = nginx().with("limit_rate 12m;").start()) {
            assertThat(Arrays.equals(Fetch.of(nginx.uri("large")).bytes(), large))
                    .isTrue();
            List<Nginx.Served> served = nginx.awaitServed(all -> all.size() > 4);
            assertThat(served.getFirst().status()).isEqualTo(200);
            assertThat(served.stream().skip(1)).allMatch(one -> one.status() == 206);
            assertThat(served.stream().map(Nginx.Served::connection).distinct()).hasSizeBetween(3, 5);
        }
    }

    @Test
    void aServerThatRefusesMoreConnectionsKeepsTheOne() throws Exception {
        byte[] large = Fetch.content(80 << 20);
        Files.write(files.resolve("large"), large);
        try (Nginx nginx = nginx().with("limit_rate 16m;")
                .withGlobal("limit_conn_zone $server_port zone=clients:1m;")
                .with("limit_conn clients 1;")
                .start()) {
            assertThat(Arrays.equals(Fetch.of(nginx.uri("large")).bytes(), large))
                    .isTrue();
            assertThat(nginx.awaitServed(all -> all.stream().anyMatch(one -> one.status() == 503)))
                    .filteredOn(one -> one.status() == 503)
                    .hasSizeLessThan(10);
        }
    }

    @Test
    void withoutRangesItIsStreamed() throws Exception {
        try (Nginx nginx = nginx().with("max_ranges 0;").start();
                Origin origin = Fetch.of(nginx.uri("disk.img")).open()) {
            assertThat(origin).isInstanceOf(Origin.Streamed.class);
            assertThat(Fetch.stream(origin).readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void aGzipContentCodingIsUndone() throws Exception {
        Command.run("gzip", "-k", files.resolve("disk.img"));
        try (Nginx nginx = nginx().with("location = /disk.img.gz { add_header Content-Encoding gzip; }")
                        .start();
                Origin origin = Fetch.of(nginx.uri("disk.img.gz")).open()) {
            assertThat(origin).isInstanceOf(Origin.Streamed.class);
            assertThat(origin.length()).isEmpty();
            assertThat(Fetch.stream(origin).readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void noContentCodingIsAskedFor() throws Exception {
        try (Nginx nginx = nginx().with("gzip on; gzip_types *;").start();
                Origin origin = Fetch.of(nginx.uri("disk.img")).open()) {
            assertThat(origin.length()).hasValue(SIZE);
        }
    }

    @Test
    void theOwnAuthorityIsTrustedBesideTheSystems() throws Exception {
        TestAuthority authority = TestAuthority.in(work);
        try (Nginx nginx = nginx().withTls(authority, "IP:127.0.0.1").start()) {
            Fetch fetch = Fetch.of(nginx.uri("disk.img"));
            assertThat(fetch.trusting(authority.certificate()).bytes()).isEqualTo(content);
            assertThat(fetch.insecurely().bytes()).isEqualTo(content);
            assertThatThrownBy(fetch::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("certificate is not trusted")
                    .hasMessageContaining("--ca-file");
        }
    }

    @Test
    void aFileWithSeveralAuthoritiesCountsWhole() throws Exception {
        TestAuthority authority = TestAuthority.in(work);
        TestAuthority other = TestAuthority.in(Files.createDirectories(directory.resolve("other")));
        Path bundle = directory.resolve("bundle.pem");
        Files.writeString(
                bundle,
                "# two\n" + Files.readString(other.certificate()) + "\n" + Files.readString(authority.certificate()));
        try (Nginx nginx = nginx().withTls(authority, "IP:127.0.0.1").start()) {
            Fetch fetch = Fetch.of(nginx.uri("disk.img"));
            assertThat(fetch.trusting(bundle).bytes()).isEqualTo(content);
            assertThatThrownBy(fetch.trusting(other.certificate())::bytes)
                    .isInstanceOf(TransferException.Permanent.class);
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        TestAuthority authority = TestAuthority.in(work);
        try (Nginx nginx = nginx().withTls(authority, "DNS:elsewhere.example").start()) {
            assertThatThrownBy(Fetch.of(nginx.uri("disk.img")).trusting(authority.certificate())::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("for another host name");
        }
    }

    @Test
    void brokenAuthorityFilesAreToldBeforeAnyRequest() throws Exception {
        Fetch fetch = Fetch.of(URI.create("https://127.0.0.1:1/"));
        Path file = directory.resolve("ca.pem");
        assertThatThrownBy(fetch.trusting(file)::bytes).hasMessageContaining("the file cannot be read");
        Files.writeString(file, "no certificate");
        assertThatThrownBy(fetch.trusting(file)::bytes).hasMessageContaining("there is no PEM certificate in it");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(fetch.trusting(file)::bytes)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("certificate 1 in it is broken");
    }

    @Test
    void oldTlsIsRefused() throws Exception {
        TestAuthority authority = TestAuthority.in(work);
        try (Nginx nginx = nginx().withTls(authority, "IP:127.0.0.1")
                .with("ssl_protocols TLSv1.1; ssl_ciphers DEFAULT@SECLEVEL=0;")
                .start()) {
            assertThatThrownBy(Fetch.of(nginx.uri("disk.img")).trusting(authority.certificate())::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("no TLS 1.2 or 1.3");
        }
    }

    @Test
    void theLoginIsSentAtOnceAndAMissingOneIsNamed() throws Exception {
        try (Nginx nginx = nginx().withLogin("user", "pass word ü").start()) {
            Fetch fetch = Fetch.of(nginx.uri("disk.img"));
            assertThat(fetch.as("user", "pass word ü").bytes()).isEqualTo(content);
            assertThat(nginx.awaitServed(all -> !all.isEmpty())).hasSize(1);
            assertThatThrownBy(fetch::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("expected status code 200, got 401. Status: 401 Unauthorized")
                    .hasMessageContaining("user name and password");
        }
    }

    @Test
    void aMissingFileIsPermanent() throws Exception {
        try (Nginx nginx = nginx().start()) {
            assertThatThrownBy(Fetch.of(nginx.uri("none?token=secret"))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessage(nginx.uri("none") + ": expected status code 200, got 404. Status: 404 Not Found");
            assertThat(nginx.awaitServed(all -> !all.isEmpty())).hasSize(1);
        }
    }

    @Test
    void chainsOfRedirectsAreFollowedToTheirEnd() throws Exception {
        try (Nginx nginx = nginx().with("rewrite ^/hop9$ /disk.img redirect;")
                .with("rewrite ^/hop8$ /hop9 permanent;")
                .with("location /hop { if ($uri ~ ^/hop([0-7])$) { set $n $1; } return 307 /next$n; }")
                .with("location /next { if ($uri ~ ^/next([0-7])$) { set $m $1; } return 308 /hop8; }")
                .with("location /round { return 302 /round; }")
                .start()) {
            assertThat(Fetch.of(nginx.uri("hop0")).bytes()).isEqualTo(content);
            assertThatThrownBy(Fetch.of(nginx.uri("round"))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("more than 10 redirects");
        }
    }
}
