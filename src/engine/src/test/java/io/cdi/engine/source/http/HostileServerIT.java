// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.testkit.HostileHttpServer;
import io.cdi.testkit.HostileHttpServer.Asked;
import io.cdi.testkit.HostileHttpServer.Script;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a server that does what good ones do not.
@Timeout(120)
class HostileServerIT {

    private static final String ETAG = "\"one\"";
    private static final String OLD = "Last-Modified: Sat, 01 Jan 2000 00:00:00 GMT";
    private static final String NOW = "Date: Sat, 01 Jan 2022 00:00:00 GMT";

    private final byte[] content = Fetch.content(1_000_000);

    private static HostileHttpServer server(Script script) {
        return HostileHttpServer.start(script);
    }

    @Test
    void onlyGetIsAllowedAsWithASignedLink() throws Exception {
        try (HostileHttpServer server = server(call -> {
            if (call.asked().method().equals("GET")) {
                call.serve(content, ETAG);
            } else {
                call.status("403 Forbidden");
            }
        })) {
            assertThat(Fetch.of(server.uri("/x?sig=%2Fa%3D")).bytes()).isEqualTo(content);
            assertThat(server.asked()).extracting(Asked::target).containsExactly("/x?sig=%2Fa%3D");
            assertThat(server.asked().getFirst().header("User-Agent")).isEqualTo("cdi-golang-importer");
            assertThat(server.asked().getFirst().header("Accept-Encoding")).isEqualTo("identity");
            assertThat(server.asked().getFirst().header("Range")).isEmpty();
        }
    }

    @Test
    void aConnectionResetInTheMiddleIsResumedThere() throws Exception {
        try (HostileHttpServer server = server(call -> call.serve(content, ETAG, 300_000))) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
            assertThat(server.asked().getLast().header("If-Range")).isEqualTo(ETAG);
            assertThat(server.asked()).hasSizeGreaterThan(3);
        }
    }

    @Test
    void aStallIsCutAndResumed() throws Exception {
        try (HostileHttpServer server = server(call -> {
            if (call.asked().number() == 1) {
                call.head("200 OK", "ETag: " + ETAG, "Accept-Ranges: bytes", "Content-Length: " + content.length);
                call.body(content, 0, 5000).stall();
            } else {
                call.serve(content, ETAG);
            }
        })) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
            assertThat(server.asked().get(1).header("Range")).isEqualTo("bytes=5000-");
        }
    }

    @Test
    @Timeout(10)
    void anAnswerMayBeginLaterThanItMayStall() throws Exception {
        RetryPolicy policy = new RetryPolicy(
                2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(20), Duration.ofMillis(300));
        try (HostileHttpServer server = server(call -> {
            if (call.asked().number() == 1) {
                Thread.sleep(Duration.ofMillis(900));
                call.head("200 OK", "ETag: " + ETAG, "Accept-Ranges: bytes", "Content-Length: " + content.length);
                call.body(content, 0, 5000).stall();
            } else {
                call.serve(content, ETAG);
            }
        })) {
            assertThat(Fetch.of(server.uri("/x")).with(policy).bytes()).isEqualTo(content);
            assertThat(server.asked().get(1).header("Range")).isEqualTo("bytes=5000-");
        }
    }

    @Test
    void aServerThatNeverAnswersIsTransient() throws Exception {
        try (HostileHttpServer server = server(HostileHttpServer.Call::stall)) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("the server sent nothing for too long");
            assertThat(server.asked()).hasSize(5);
        }
    }

    @Test
    void threeOfFourRequestsFail() throws Exception {
        try (HostileHttpServer server = server(call -> {
            if (call.asked().number() % 4 == 0) {
                call.serve(content, ETAG, 400_000);
            } else {
                call.status("503 Service Unavailable");
            }
        })) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
        }
    }

    @Test
    void aServerThatIsAlwaysBusyIsTransient() throws Exception {
        try (HostileHttpServer server = server(call -> call.status("429 Too Many Requests", "Retry-After: 0"))) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("got 429");
            assertThat(server.asked()).hasSize(5);
        }
    }

    @Test
    void aNewVersionInTheMiddleIsNeverMixedIn() throws Exception {
        try (HostileHttpServer server = server(call -> {
            boolean first = call.asked().number() == 1;
            call.serve(first ? content : new byte[content.length], first ? ETAG : "\"two\"", first ? 9000 : 1 << 30);
        })) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("changed during the transfer");
        }
    }

    @Test
    void aServerThatIgnoresIfRangeIsSeenThrough() throws Exception {
        try (HostileHttpServer server = server(call -> {
            if (call.asked().number() == 1) {
                call.serve(content, ETAG, 9000);
            } else {
                call.head(
                        "206 Partial Content",
                        "ETag: \"two\"",
                        "Content-Length: " + (content.length - 9000),
                        "Content-Range: bytes 9000-" + (content.length - 1) + "/" + content.length);
                call.body(new byte[content.length - 9000]);
            }
        })) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("changed during the transfer");
        }
    }

    @Test
    void anotherRangeThanAskedIsRefused() throws Exception {
        try (HostileHttpServer server = server(call -> {
            if (call.asked().number() == 1) {
                call.serve(content, ETAG, 9000);
            } else {
                call.head(
                        "206 Partial Content",
                        "ETag: " + ETAG,
                        "Content-Length: " + content.length,
                        "Content-Range: bytes 0-" + (content.length - 1) + "/" + content.length);
                call.body(content);
            }
        })) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("was asked for the bytes from 9000 and sends bytes 0-999999");
        }
    }

    @Test
    void aRangeThatGoesOnBehindTheAskedOneIsReadAsFarAsAsked() throws Exception {
        try (HostileHttpServer server = server(call -> {
                    if (call.asked().number() == 1) {
                        call.serve(content, ETAG);
                    } else {
                        call.head(
                                "206 Partial Content",
                                "Content-Length: " + (content.length - 10),
                                "Content-Range: bytes 10-" + (content.length - 1) + "/" + content.length);
                        call.body(content, 10, content.length - 10);
                    }
                });
                Origin origin = Fetch.of(server.uri("/x")).open()) {
            ByteBuffer piece = ByteBuffer.allocate(20);
            ((Origin.Seekable) origin).readFully(10, piece);
            assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(content, 10, 30));
        }
    }

    @Test
    void promisedRangesThatAreIgnoredAreMadeUpForByReadingAgain() throws Exception {
        try (HostileHttpServer server = server(call -> {
            call.head("200 OK", OLD, NOW, "Accept-Ranges: bytes", "Content-Length: " + content.length);
            if (call.asked().number() == 1) {
                call.body(content, 0, 600_000).reset();
            } else {
                call.body(content);
            }
        })) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
            assertThat(server.asked().getLast().header("If-Range")).isEqualTo("Sat, 01 Jan 2000 00:00:00 GMT");
        }
    }

    @Test
    void promisedRangesThatAreIgnoredCannotBeSeekedIn() throws Exception {
        try (HostileHttpServer server = server(call -> {
                    call.head("200 OK", "ETag: " + ETAG, "Accept-Ranges: bytes", "Content-Length: " + content.length);
                    call.body(content);
                });
                Origin origin = Fetch.of(server.uri("/x")).open()) {
            assertThatThrownBy(() -> ((Origin.Seekable) origin).readFully(10, ByteBuffer.allocate(10)))
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("ignores the request for a range");
        }
    }

    @Test
    void withoutLengthAndVersionTheEndIsTheEnd() throws Exception {
        try (HostileHttpServer server = server(call -> call.head("200 OK").body(content))) {
            Origin origin = Fetch.of(server.uri("/x")).open();
            assertThat(origin.length()).isEmpty();
            try (origin;
                    InputStream in = Fetch.stream(origin)) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void aCutChunkedBodyIsNotTakenForTheEnd() throws Exception {
        try (HostileHttpServer server = server(call -> {
            call.head("200 OK", "Transfer-Encoding: chunked");
            call.body("2710\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .body(content, 0, 5000);
        })) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("cannot go on in the middle");
        }
    }

    @Test
    void aLengthThatIsTooLargeIsFoundOut() throws Exception {
        try (HostileHttpServer server = server(call -> {
            if (call.asked().number() == 1) {
                call.head("200 OK", "ETag: " + ETAG, "Accept-Ranges: bytes", "Content-Length: 2000000");
                call.body(content);
            } else {
                call.head("416 Range Not Satisfiable", "Content-Range: bytes */1000000", "Content-Length: 0");
            }
        })) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes).isInstanceOf(TransferException.class);
        }
    }

    @Test
    void senselessLengthsAreAnError() throws Exception {
        try (HostileHttpServer server =
                server(call -> call.head("200 OK", "Content-Length: minus one").body(content))) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes).isInstanceOf(TransferException.class);
        }
    }

    @Test
    void bombsOfHeadersAreRefused() throws Exception {
        String[] headers = new String[100_000];
        Arrays.fill(headers, "X-Bomb: boom");
        try (HostileHttpServer many = server(call -> call.head("200 OK", headers));
                HostileHttpServer longOne = server(call -> call.head("200 OK", "X-Bomb: " + "o".repeat(9_000_000)))) {
            for (HostileHttpServer server : new HostileHttpServer[] {many, longOne}) {
                assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                        .isInstanceOf(TransferException.Permanent.class)
                        .hasMessageContaining("headers are too long or too many");
            }
        }
    }

    @Test
    void garbageIsNotHttp() throws Exception {
        try (HostileHttpServer server = server(call -> call.body(content))) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes).isInstanceOf(TransferException.class);
        }
    }

    @Test
    void xGzipIsAPackedFileAndNoContentCoding() throws Exception {
        try (HostileHttpServer server = server(call -> {
            call.head("200 OK", "Content-Encoding: x-gzip", "Content-Length: " + content.length);
            call.body(content);
        })) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
        }
    }

    @Test
    void anUnknownContentCodingIsRefused() throws Exception {
        try (HostileHttpServer server = server(call ->
                call.head("200 OK", "Content-Encoding: br", "Content-Length: 9").body(content))) {
            assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("content coding 'br'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-chunked", "binary", "none", "UTF-8", "x-gzip, identity"})
    void aWordThatIsNoContentCodingIsPassedOver(String word) throws Exception {
        try (HostileHttpServer server =
                server(call -> call.head("200 OK", "Content-Encoding: " + word, "Content-Length: " + content.length)
                        .body(content))) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
        }
    }

    @Test
    void bytesThatAreNotInTheNamedContentCodingAreRefusedAtOnce() throws Exception {
        try (HostileHttpServer server =
                server(call -> call.head("200 OK", "Content-Encoding: gzip", "Content-Length: " + content.length)
                        .body(content))) {
            URI uri = server.uri("/x");
            assertThatThrownBy(Fetch.of(uri)::bytes)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageStartingWith("read " + uri + ": the answer is not in the content coding 'gzip'");
            assertThat(server.asked()).hasSize(1);
        }
    }

    @Test
    void aMirrorThatIsGoneIsReplacedByTheNextOne() throws Exception {
        try (HostileHttpServer first = server(call -> {
                    if (call.asked().number() == 1) {
                        call.serve(content, ETAG, 400_000);
                    }
                });
                HostileHttpServer second = server(call -> call.serve(content, ETAG));
                HostileHttpServer server = server(call -> call.status(
                        "302 Found", "Location: " + (call.asked().number() == 1 ? first : second).uri("/y")));
                Origin origin = Fetch.of(server.uri("/x")).open()) {
            ByteBuffer piece = ByteBuffer.allocate(20);
            ((Origin.Seekable) origin).readFully(500_000, piece);

            assertThat(piece.array()).isEqualTo(Arrays.copyOfRange(content, 500_000, 500_020));
            assertThat(server.asked()).hasSize(2);
        }
    }

    @Test
    void loginAndHeadersDoNotFollowARedirectToAnotherOrigin() throws Exception {
        try (HostileHttpServer mirror = server(call -> call.serve(content, ETAG, 400_000));
                HostileHttpServer server =
                        server(call -> call.status("302 Found", "Location: " + mirror.uri("/y?sig=1")))) {
            Fetch fetch = Fetch.of(server.uri("/x")).withHeader("X-Token", " secret\n");
            assertThat(fetch.as("user", "password").bytes()).isEqualTo(content);
            assertThat(server.asked()).hasSize(1);
            assertThat(server.asked().getFirst().header("X-Token")).isEqualTo("secret");
            assertThat(server.asked().getFirst().header("Authorization")).isEqualTo("Basic dXNlcjpwYXNzd29yZA==");
            assertThat(mirror.asked())
                    .hasSizeGreaterThan(2)
                    .allMatch(one -> one.header("X-Token").isEmpty()
                            && one.header("Authorization").isEmpty());
        }
    }

    @Test
    void aSignedLinkThatHasExpiredIsFetchedAnew() throws Exception {
        try (HostileHttpServer server = server(call -> {
            Asked asked = call.asked();
            if (asked.target().equals("/x")) {
                call.status("302 Found", "Location: /signed" + asked.number());
            } else if (asked.target().equals("/signed1") && asked.number() > 2) {
                call.status("403 Forbidden");
            } else {
                call.serve(content, ETAG, 600_000);
            }
        })) {
            assertThat(Fetch.of(server.uri("/x")).bytes()).isEqualTo(content);
            assertThat(server.asked()).extracting(Asked::target).contains("/signed1", "/signed4");
        }
    }

    @Test
    void anExtraHeaderOfSeveralLinesIsRefused() {
        assertThatThrownBy(Fetch.of(URI.create("http://127.0.0.1:1/")).withHeader("X-Token", "a\r\nHost: evil")::bytes)
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageContaining("one line")
                .hasMessageNotContaining("evil");
    }

    @Test
    void nobodyThereIsTransient() throws Exception {
        HostileHttpServer server = server(HostileHttpServer.Call::reset);
        server.close();
        assertThatThrownBy(Fetch.of(server.uri("/x"))::bytes)
                .isInstanceOf(TransferException.Transient.class)
                .hasMessageContaining("the connection was refused");
    }
}
