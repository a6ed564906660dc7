// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source;
import io.cdi.testkit.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamedBodyIT {

    private static final long HUGE = 8L << 30;
    private static final String OK = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\ntoo large";

    private final AtomicLong received = new AtomicLong();

    @Test
    void bringsAllBytes() throws Exception {
        try (LoopbackPort server = LoopbackPort.open();
                HttpTransport transport = transport(Duration.ofSeconds(20))) {
            server.serve(socket -> {
                read(socket.getInputStream(), 3 << 20);
                socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
            });

            try (Exchange exchange = transport.sendOnce(patch(server, 3 << 20))) {
                assertThat(exchange.status()).isEqualTo(204);
            }
            assertThat(received.get()).isGreaterThan(3 << 20);
        }
    }

    @Test
    void hearsAnAnswerThatComesBeforeTheEnd() throws Exception {
        try (LoopbackPort server = LoopbackPort.open();
                HttpTransport transport = transport(Duration.ofSeconds(20))) {
            server.serve(socket -> {
                read(socket.getInputStream(), 1 << 20);
                socket.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.US_ASCII));
                read(socket.getInputStream(), HUGE);
            });

            try (Exchange exchange = transport.sendOnce(patch(server, HUGE))) {
                assertThat(exchange.status()).isEqualTo(400);
                assertThat(exchange.body().readAllBytes())
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("too large");
            }
            assertThat(received.get()).isLessThan(HUGE);
        }
    }

    @Test
    void cutsAConnectionThatTakesNothing() throws Exception {
        try (LoopbackPort server = LoopbackPort.open();
                HttpTransport transport = transport(Duration.ofMillis(300))) {
            server.serve(socket -> Thread.sleep(Duration.ofMinutes(1)));

            assertThatThrownBy(() -> transport.sendOnce(patch(server, HUGE)))
                    .isInstanceOf(TransferException.Transient.class);
        }
    }

    @Test
    void aServerThatEndsTheHandshakeMayComeBack() throws Exception {
        try (LoopbackPort server = LoopbackPort.open();
                HttpTransport transport = transport(Duration.ofSeconds(20))) {
            server.serve(socket -> read(socket.getInputStream(), 1));
            URI uri = URI.create("https://127.0.0.1:" + server.number() + "/");

            assertThatThrownBy(() -> transport.sendOnce(Request.head(uri)))
                    .isInstanceOf(TransferException.Transient.class);
        }
    }

    private void read(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = bytes;
        while (left > 0) {
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            left -= count;
            received.addAndGet(count);
        }
    }

    private static Request patch(LoopbackPort server, long bytes) {
        URI uri = URI.create("http://127.0.0.1:" + server.number() + "/upload");
        return Request.patch(uri, new Request.Streamed("application/octet-stream", bytes, out -> write(out, bytes)));
    }

    private static void write(OutputStream out, long bytes) throws IOException {
        byte[] piece = new byte[64 * 1024];
        for (long left = bytes; left > 0; left -= piece.length) {
            out.write(piece);
        }
    }

    private static HttpTransport transport(Duration stall) throws TransferException {
        return HttpTransport.open(Source.Tls.SYSTEM, Map.of(), RetryPolicy.DEFAULT.withPatience(stall));
    }
}
