// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.testkit.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Connections whose client sends on when it has its answer.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpListenerIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final byte[] BODY = new byte[8 << 20];
    private static final String UPLOAD =
            "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n".formatted(BODY.length);

    @TempDir
    private static Path folder = Path.of("/");

    private static TestAuthority authority = new TestAuthority(folder);
    private static TestAuthority.Identity identity = new TestAuthority.Identity(folder, folder);

    @BeforeAll
    static void makeCertificate() {
        authority = TestAuthority.in(folder);
        identity = authority.issue("IP:127.0.0.1");
    }

    @Test
    void listensAloneWhenTheBodyStillHasAReader() throws Exception {
        CompletableFuture<IOException> reader = new CompletableFuture<>();
        Handler refusing = exchange -> {
            InputStream body = exchange.body();
            assertThat(body.read()).isZero();
            Thread.ofVirtual().start(() -> reader.complete(failure(body)));
            exchange.answer(Answer.of(Answer.BAD_REQUEST, "not this"));
        };
        try (HttpListener listener = listen(refusing);
                SSLSocket client = connect(listener)) {
            send(client, UPLOAD);
            client.getOutputStream().write(BODY, 0, 1);
            assertThat(line(client)).contains("400");

            client.getOutputStream().write(BODY, 1, BODY.length - 1);

            assertThat(rest(client)).endsWith("not this");
            assertThat(reader.get()).hasMessage("the request has been answered");
        }
    }

    @Test
    void closesNoConnectionBeforeItsFarewell() throws Exception {
        HttpListener listener = listen(exchange -> exchange.answer(Answer.of(Answer.FAILED, "no room")));
        FutureTask<Boolean> end = new FutureTask<>(() -> {
            try (listener) {
                listener.drain(LONG);
            }
            return true;
        });
        try (SSLSocket client = connect(listener)) {
            send(client, UPLOAD);
            assertThat(line(client)).contains("500");
            Thread.ofVirtual().start(end);
            awaitRefusal(listener);

            client.getOutputStream().write(BODY);

            assertThat(rest(client)).endsWith("no room");
        }
        assertThat(end.get()).isTrue();
    }

    @Test
    void closesAConnectionThatAsksAgainAfterTheDrain() throws Exception {
        String question = "GET / HTTP/1.1\r\nHost: test\r\n\r\n";
        try (HttpListener listener = listen(exchange -> exchange.answer(Answer.of(Answer.NO_CONTENT)));
                SSLSocket client = connect(listener)) {
            send(client, question);
            assertThat(line(client)).contains("204");
            assertThat(line(client)).isEmpty();
            listener.drain(LONG);

            send(client, question);

            assertThat(rest(client)).isEmpty();
        }
    }

    private static HttpListener listen(Handler handler) throws IOException {
        ServerTls tls = ServerTls.of(
                identity.key(), identity.certificate(), Optional.empty(), new TlsProfile(false, List.of()));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return HttpListener.open(address, tls, handler, new Limits(LONG, LONG, LONG, LONG));
    }

    private static SSLSocket connect(HttpListener listener) throws IOException {
        SSLSocket client = (SSLSocket)
                authority.trust().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listener.port());
        client.setSoTimeout((int) LONG.toMillis());
        return client;
    }

    private static void send(SSLSocket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String line(SSLSocket client) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n") < 0) {
            text.append((char) client.getInputStream().read());
        }
        return text.toString().strip();
    }

    private static String rest(SSLSocket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static IOException failure(InputStream body) {
        try {
            body.transferTo(OutputStream.nullOutputStream());
            return new IOException("it was read to its end");
        } catch (IOException e) {
            return e;
        }
    }

    private static void awaitRefusal(HttpListener listener) throws IOException {
        try {
            while (true) {
                new Socket(InetAddress.getLoopbackAddress(), listener.port()).close();
            }
        } catch (ConnectException e) {
            // It listens no more.
        }
    }
}
