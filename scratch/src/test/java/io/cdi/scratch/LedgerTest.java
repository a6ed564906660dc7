// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final long GRANULE = Ledger.GRANULE_BYTES;
    private static final long TIB = 1L << 40;
    /// Where the second chunk begins, in granules.
    private static final long CHUNK = 1 << 16;

    @Test
    void givesWhatWasNotWrittenAcrossChunks() throws IOException {
        var ledger = new Ledger(16 * TIB);
        ledger.add(0, 2);
        ledger.add(CHUNK - 1, CHUNK + 1);
        ledger.add(3 * CHUNK, 3 * CHUNK + 1);

        assertThat(unwritten(ledger, 0, 16 * TIB))
                .containsExactly(
                        range(2, CHUNK - 1), range(CHUNK + 1, 3 * CHUNK), range(3 * CHUNK + 1, 16 * TIB / GRANULE));
        assertThat(ledger.contains(CHUNK)).isTrue();
        assertThat(ledger.contains(CHUNK + 1)).isFalse();
    }

    @Test
    void endsWhereItWasToldTo() throws IOException {
        var ledger = new Ledger(10 * GRANULE + 5);
        ledger.add(3, 4);

        assertThat(unwritten(ledger, GRANULE, 10 * GRANULE + 5))
                .containsExactly(range(1, 3), new DataRange(4 * GRANULE, 6 * GRANULE + 5));
        assertThat(unwritten(ledger, 3 * GRANULE, 4 * GRANULE)).isEmpty();
    }

    @Test
    void comesBackFromItsBytes() throws IOException {
        var ledger = new Ledger(TIB);
        ledger.add(5, 2 * CHUNK);
        var bytes = new ByteArrayOutputStream();
        ledger.copy().writeTo(new DataOutputStream(bytes));

        var back = new Ledger(TIB);
        back.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(unwritten(back, 0, TIB)).isEqualTo(unwritten(ledger, 0, TIB));
        assertThatThrownBy(() -> new Ledger(2 * TIB)
                        .readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isInstanceOf(IOException.class);
    }

    private static DataRange range(long start, long end) {
        return new DataRange(start * GRANULE, (end - start) * GRANULE);
    }

    private static List<DataRange> unwritten(Ledger ledger, long from, long to) throws IOException {
        List<DataRange> ranges = new ArrayList<>();
        ledger.forEachUnwritten(from, to, (offset, length) -> ranges.add(new DataRange(offset, length)));
        return ranges;
    }
}
