// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayTest {

    private static final long MIB = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void barShowsPhaseShareBytesRateAndTimeLeft() {
        Rate rate = new Rate();
        rate.mark(Duration.ZERO, 0);
        rate.mark(Duration.ofSeconds(2), 20 * MIB);

        String line = Bar.render(transferring(20 * MIB, 80 * MIB), rate, Duration.ofSeconds(2), 100);

        assertThat(line)
                .isEqualTo(
                        "transferring  [#########............................]  25.0%  20 MiB of 80 MiB  10 MiB/s  0:06 left");
    }

    @Test
    void barOfUnknownLengthShowsTheTimeSinceTheStart() {
        Snapshot snapshot =
                new Snapshot("transferring", true, 5 * MIB, OptionalLong.empty(), MIB, OptionalDouble.empty());

        assertThat(Bar.render(snapshot, new Rate(), Duration.ofSeconds(65), 80))
                .isEqualTo("transferring  5 MiB  0 B/s  1:05");
    }

    @Test
    void barShowsNoRateWhenNothingMoves() {
        Snapshot snapshot = new Snapshot("finishing", false, MIB, OptionalLong.of(MIB), MIB, OptionalDouble.of(1));

        assertThat(Bar.render(snapshot, new Rate(), Duration.ofSeconds(3), 60))
                .isEqualTo("finishing  [#################] 100.0%  1 MiB of 1 MiB  0:03");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 50, 79, 80, 200})
    void barFitsInTheTerminal(int columns) {
        assertThat(Bar.render(transferring(1_234_567_890, 9_876_543_210L), new Rate(), Duration.ofHours(30), columns))
                .hasSizeLessThan(columns);
    }

    @Test
    void rateFollowsTheLastSeconds() {
        Rate rate = new Rate();
        for (int second = 0; second <= 20; second++) {
            rate.mark(Duration.ofSeconds(second), second <= 10 ? 0 : (second - 10) * MIB);
        }

        assertThat(rate.bytesPerSecond()).isEqualTo(MIB);
        assertThat(rate.left(10 * MIB, OptionalLong.of(14 * MIB))).contains(Duration.ofSeconds(4));
        assertThat(rate.left(10 * MIB, OptionalLong.empty())).isEmpty();
    }

    @Test
    void plainLinesComeEveryFiveSecondsAndAtPhasesOfLongTransfers() {
        PlainLines lines = new PlainLines(out);

        for (int halfSecond = 0; halfSecond < 24; halfSecond++) {
            lines.show(transferring(halfSecond * MIB, 24 * MIB), Duration.ofMillis(500L * halfSecond));
        }
        lines.show(
                new Snapshot("finishing", false, 24 * MIB, OptionalLong.of(24 * MIB), MIB, OptionalDouble.of(1)),
                Duration.ofSeconds(12));

        assertThat(lines())
                .containsExactly(
                        "transferring 41.6%, 10 MiB of 24 MiB, 2 MiB/s, 0:07 left",
                        "transferring 83.3%, 20 MiB of 24 MiB, 2 MiB/s, 0:02 left",
                        "finishing 100.0%, 24 MiB of 24 MiB");
    }

    @Test
    void quickTransfersPrintNoPlainLines() {
        PlainLines lines = new PlainLines(out);

        lines.show(transferring(1, 2), Duration.ofSeconds(1));
        lines.show(
                new Snapshot("finishing", false, 2, OptionalLong.of(2), 2, OptionalDouble.of(1)),
                Duration.ofSeconds(2));

        assertThat(lines()).isEmpty();
    }

    @Test
    void jsonLinesLeaveOutWhatIsNotKnown() throws Exception {
        JsonLines lines = new JsonLines(out);

        lines.show(transferring(1, 4), Duration.ZERO);
        lines.show(transferring(2, 4), Duration.ofMillis(200));
        lines.show(
                new Snapshot("transferring", true, 3, OptionalLong.empty(), 7, OptionalDouble.empty()),
                Duration.ofMillis(1500));

        List<JsonNode> objects = new ObjectMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(bytes.toByteArray())
                .readAll();
        assertThat(objects)
                .extracting(JsonNode::toString)
                .containsExactly(
                        "{\"event\":\"progress\",\"phase\":\"transferring\",\"sourceBytes\":1,\"sourceLength\":4,"
                                + "\"writtenBytes\":1,\"fraction\":0.25,\"elapsedSeconds\":0.0}",
                        "{\"event\":\"progress\",\"phase\":\"transferring\",\"sourceBytes\":3,\"writtenBytes\":7,"
                                + "\"elapsedSeconds\":1.5}");
    }

    @Test
    void messagesMoveTheStatusLineOutOfTheirWayAndTheCursorComesBack() {
        StatusLine status = new StatusLine(out);

        status.draw("10%");
        status.messages().println("a message");
        status.draw("20%");
        status.clear();
        status.clear();

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\033[?25l\r10%\033[K" + "\r\033[Ka message\n" + "\r20%\033[K" + "\r\033[K\033[?25h");
    }

    private static Snapshot transferring(long bytes, long length) {
        return new Snapshot(
                "transferring",
                true,
                bytes,
                OptionalLong.of(length),
                bytes,
                OptionalDouble.of((double) bytes / length));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
