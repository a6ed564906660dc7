// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangeReader.Facts;
import io.cdi.engine.source.ranges.ScriptedReader.Asked;
import io.cdi.engine.source.ranges.ScriptedReader.Deed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RangedOriginTest {

    private static final RetryPolicy QUICK =
            new RetryPolicy(4, Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofSeconds(5), Duration.ofSeconds(5));
    private static final Source.Effort EFFORT = new Source.Effort(OptionalInt.empty(), OptionalLong.empty(), QUICK);
    private static final Tuning EAGER = new Tuning(16 * 1024, 0, Duration.ZERO);

    private final byte[] content = content(3_000_000);

    private static byte[] content(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private ScriptedReader reader(ScriptedReader.Script script) {
        return new ScriptedReader(content, ScriptedReader.allFacts(content), script);
    }

    private static byte[] readAll(Origin origin) throws IOException {
        try (InputStream in = stream(origin)) {
            return in.readAllBytes();
        }
    }

    private static InputStream stream(Origin origin) throws IOException {
        return switch (origin) {
            case Origin.Seekable seekable -> seekable.stream(0);
            case Origin.Streamed streamed -> streamed.stream();
        };
    }

    @Test
    void aWholeFileIsOneRequest() throws Exception {
        ScriptedReader reader = reader((number, asked, open) -> new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThat(readAll(origin)).isEqualTo(content);
        }
        assertThat(reader.asked()).containsExactly(new Asked(0, OptionalLong.empty(), Optional.empty()));
        assertThat(reader.leftOpen()).isZero();
    }

    @Test
    void goesOnAtTheByteOfACut() throws Exception {
        ScriptedReader reader =
                reader((number, asked, open) -> number < 3 ? new Deed.CutAfter(1_000_001) : new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThat(readAll(origin)).isEqualTo(content);
        }
        assertThat(reader.asked().stream().map(Asked::offset)).containsExactly(0L, 1_000_001L, 2_000_002L);
        assertThat(reader.asked().getLast().version()).contains("v1");
    }

    @Test
    void threeRefusalsOfFourAreSurvivedAgainAndAgain() throws Exception {
        ScriptedReader reader =
                reader((number, asked, open) -> number % 4 == 0 ? new Deed.CutAfter(700_000) : new Deed.Refuse());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThat(readAll(origin)).isEqualTo(content);
        }
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        ScriptedReader reader = reader((number, asked, open) -> new Deed.Refuse());
        assertThatThrownBy(() -> RangedOrigin.open(reader, EFFORT))
                .isInstanceOf(TransferException.Transient.class)
                .hasMessage("memory: refused (4 attempts in a row failed)");
        assertThat(reader.asked()).hasSize(4);
    }

    @Test
    void withoutAVersionACutEndsTheTransfer() throws Exception {
        Facts facts = new Facts(OptionalLong.of(content.length), true, Optional.empty());
        ScriptedReader reader = new ScriptedReader(content, facts, (number, asked, open) -> new Deed.CutAfter(5000));
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThat(origin).isInstanceOf(Origin.Streamed.class);
            assertThatThrownBy(() -> readAll(origin))
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("cannot go on in the middle");
        }
    }

    @Test
    void withoutRangesItIsStreamedButStillMended() throws Exception {
        Facts facts = new Facts(OptionalLong.of(content.length), false, Optional.of("v1"));
        ScriptedReader reader = new ScriptedReader(
                content, facts, (number, asked, open) -> number == 1 ? new Deed.CutAfter(5000) : new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThat(origin).isInstanceOf(Origin.Streamed.class);
            assertThat(readAll(origin)).isEqualTo(content);
        }
    }

    @Test
    void withoutALengthTheEndIsWhereTheAnswerEnds() throws Exception {
        Facts facts = new Facts(OptionalLong.empty(), true, Optional.of("v1"));
        ScriptedReader reader = new ScriptedReader(content, facts, (number, asked, open) -> new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThat(readAll(origin)).isEqualTo(content);
        }
        assertThat(reader.asked()).hasSize(1);
    }

    @Test
    void anAnswerThatIsTooShortIsACut() throws Exception {
        Facts facts = new Facts(OptionalLong.of(content.length + 1), true, Optional.of("v1"));
        ScriptedReader reader = new ScriptedReader(content, facts, (number, asked, open) -> new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            assertThatThrownBy(() -> readAll(origin))
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("the answer ended at byte 3000000 of 3000001");
        }
        assertThat(reader.asked()).hasSize(5);
    }

    @Test
    void aChangedVersionIsNeverMixedIn() throws Exception {
        ScriptedReader reader =
                reader((number, asked, open) -> number == 1 ? new Deed.CutAfter(100_000) : new Deed.ServeZeros("v2"));
        try (Origin origin = RangedOrigin.open(reader, EFFORT);
                InputStream in = stream(origin)) {
            byte[] before = in.readNBytes(100_000);
            assertThat(before).isEqualTo(java.util.Arrays.copyOf(content, 100_000));
            assertThatThrownBy(in::read)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("changed during the transfer");
        }
        assertThat(reader.leftOpen()).isZero();
    }

    @Test
    void aPlaceInTheMiddleIsReadWithRetries() throws Exception {
        ScriptedReader reader = reader((number, asked, open) -> switch (number) {
            case 2 -> new Deed.Refuse();
            case 3 -> new Deed.CutAfter(10);
            default -> new Deed.Serve();
        });
        ByteBuffer into = ByteBuffer.allocate(1000);
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            ((Origin.Seekable) origin).readFully(2_000_000, into);
            assertThat(into.array()).isEqualTo(java.util.Arrays.copyOfRange(content, 2_000_000, 2_001_000));
            assertThatThrownBy(() -> ((Origin.Seekable) origin).readFully(2_999_999, ByteBuffer.allocate(2)))
                    .isInstanceOf(TransferException.Permanent.class);
        }
        assertThat(reader.asked().getLast().offset()).isEqualTo(2_000_010);
    }

    @Test
    void severalStreamsOfOneOriginDoNotDisturbEachOther() throws Exception {
        ScriptedReader reader = reader((number, asked, open) -> new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT)) {
            Origin.Seekable seekable = (Origin.Seekable) origin;
            try (InputStream late = seekable.stream(2_999_990);
                    InputStream whole = seekable.stream(0)) {
                assertThat(whole.readAllBytes()).isEqualTo(content);
                assertThat(late.readAllBytes()).hasSize(10);
            }
        }
        assertThat(reader.leftOpen()).isZero();
    }

    @Test
    @Timeout(60)
    void moreConnectionsComeWhenTheReaderStarves() throws Exception {
        ScriptedReader reader =
                reader((number, asked, open) -> number == 1 ? new Deed.WaitForCompany() : new Deed.Serve());
        try (Origin origin = RangedOrigin.open(reader, EFFORT, EAGER)) {
            assertThat(readAll(origin)).isEqualTo(content);
        }
        assertThat(reader.asked().get(1)).isEqualTo(new Asked(16384, OptionalLong.of(32768), Optional.of("v1")));
        assertThat(reader.leftOpen()).isZero();
    }

    @Test
    void refusedConnectionsAreGivenUpNotTheTransfer() throws Exception {
        ScriptedReader reader = new ScriptedReader(
                content,
                ScriptedReader.allFacts(content),
                (number, asked, open) -> open > 0 ? new Deed.Refuse() : new Deed.Serve());
        // A fetcher that ends closes its connection a moment later, on a busy machine after all quick tries.
        RetryPolicy steady = new RetryPolicy(
                4, Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5));
        Source.Effort effort = new Source.Effort(OptionalInt.empty(), OptionalLong.empty(), steady);
        try (Origin origin = RangedOrigin.open(reader, effort, EAGER)) {
            assertThat(readAll(origin)).isEqualTo(content);
        }
        assertThat(reader.leftOpen()).isZero();
    }

    @Test
    @Timeout(60)
    void bytesThatNeverComeEndTheTransferOfSeveralConnections() throws Exception {
        int broken = 1_000_000;
        ScriptedReader reader = reader((number, asked, open) ->
                new Deed.CutAfter((int) Math.max(0, Math.min(Integer.MAX_VALUE, broken - asked.offset()))));
        try (Origin origin = RangedOrigin.open(reader, EFFORT, EAGER)) {
            assertThatThrownBy(() -> readAll(origin))
                    .isInstanceOf(TransferException.Transient.class)
                    .hasMessageContaining("attempts in a row failed");
        }
    }

    @Test
    void closingTheOriginEndsAReaderThatWaits() throws Exception {
        ScriptedReader reader =
                reader((number, asked, open) -> number == 1 ? new Deed.CutAfter(10) : new Deed.Refuse());
        RetryPolicy patient =
                new RetryPolicy(5, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        Origin origin =
                RangedOrigin.open(reader, new Source.Effort(OptionalInt.empty(), OptionalLong.empty(), patient));
        InputStream in = stream(origin);
        assertThat(in.readNBytes(10)).hasSize(10);
        Thread closer = Thread.ofVirtual().start(() -> {
            try {
                origin.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
        closer.join();
    }

    @Test
    void anInterruptEndsAReaderThatWaits() throws Exception {
        ScriptedReader reader =
                reader((number, asked, open) -> number == 1 ? new Deed.CutAfter(10) : new Deed.Refuse());
        RetryPolicy patient =
                new RetryPolicy(5, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        try (Origin origin = RangedOrigin.open(
                        reader, new Source.Effort(OptionalInt.empty(), OptionalLong.empty(), patient));
                InputStream in = stream(origin)) {
            assertThat(in.readNBytes(10)).hasSize(10);
            Thread.currentThread().interrupt();
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
