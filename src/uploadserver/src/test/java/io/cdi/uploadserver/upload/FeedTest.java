// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.PieceStream;
import io.cdi.engine.TransferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FeedTest {

    private static final Optional<Duration> PATIENT = Optional.of(Duration.ofMinutes(1));
    private static final Optional<Duration> ONE_PART = Optional.empty();
    private static final PlayedExchange EXCHANGE = new PlayedExchange("PATCH", "/", Map.of(), List.of(), new byte[0]);

    @Test
    void readsOnePartToItsEndAndAgainNothing() throws Exception {
        Feed feed = new Feed(OptionalLong.empty(), ONE_PART);
        Part part = part("image");

        assertThat(feed.attach(part, 0)).isTrue();

        assertThat(text(feed.readAllBytes())).isEqualTo("image");
        assertThat(feed.read()).isNegative();
        assertThat(part.end()).isDone();
        assertThat(feed.offset()).isEqualTo(5);
    }

    @Test
    void takesABreakInTheOnlyPartForAFailure() throws Exception {
        Feed feed = new Feed(OptionalLong.empty(), ONE_PART);
        feed.attach(broken("ima"), 0);

        assertThatThrownBy(feed::readAllBytes)
                .isInstanceOf(TransferException.Transient.class)
                .hasMessageContaining("broke off behind byte 3")
                .hasMessageContaining("reset by peer");
    }

    @Test
    void goesOnWithTheNextPartBehindABreak() throws Exception {
        Feed feed = new Feed(OptionalLong.of(8), PATIENT);
        Part first = broken("one");
        feed.attach(first, 0);
        byte[] begin = feed.readNBytes(3);
        Thread later = Thread.ofVirtual().start(() -> {
            first.end().join();
            attach(feed, part(" two and more"), 3);
        });

        byte[] rest = feed.readAllBytes();
        later.join();

        assertThat(text(begin) + text(rest)).isEqualTo("one two ");
        assertThat(feed.isWaiting()).isFalse();
    }

    @Test
    void takesOnlyWhatBeginsWhereTheLastPartEnded() throws Exception {
        Feed feed = new Feed(OptionalLong.of(8), PATIENT);

        assertThat(feed.attach(part("x"), 1)).isFalse();
        assertThat(feed.isWaiting()).isTrue();
        assertThat(feed.attach(part("x"), 0)).isTrue();
        assertThat(feed.isWaiting()).isFalse();
    }

    @Test
    void cutsTheRequestThatAnotherOneReplaces() throws Exception {
        Feed feed = new Feed(OptionalLong.of(8), PATIENT);
        PlayedExchange lost = new PlayedExchange("PATCH", "/", Map.of(), List.of(), new byte[0]);
        Part old = new Part(lost, lost::body);
        feed.attach(old, 0);

        assertThat(feed.attach(part("x"), 0)).isTrue();

        assertThat(lost.isCut()).isTrue();
        assertThat(old.end()).isDone();
    }

    @Test
    void givesUpWhenNoPartComes() {
        Feed feed = new Feed(OptionalLong.of(8), Optional.of(Duration.ZERO));

        assertThatThrownBy(feed::read)
                .isInstanceOf(TransferException.Transient.class)
                .hasMessageContaining("nothing came behind byte 0");
    }

    @Test
    void takesNothingMoreWhenClosed() throws Exception {
        Feed feed = new Feed(OptionalLong.of(8), PATIENT);
        Part part = part("x");
        feed.attach(part, 0);

        feed.close();
        assertThat(part.end()).isNotDone();
        feed.end();

        assertThat(part.end()).isDone();
        assertThat(feed.attach(part("y"), 0)).isFalse();
        assertThatThrownBy(feed::read).hasMessageContaining("given up");
    }

    private static void attach(Feed feed, Part part, long at) {
        try {
            feed.attach(part, at);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Part part(String text) {
        return new Part(EXCHANGE, () -> bytes(text));
    }

    private static Part broken(String text) {
        return new Part(EXCHANGE, () -> new SequenceInputStream(bytes(text), new Broken()));
    }

    private static final class Broken extends PieceStream {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("reset by peer");
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
