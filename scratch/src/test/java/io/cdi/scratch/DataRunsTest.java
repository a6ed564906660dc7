// SPDX-License-Identifier: Apache-2.0
package io.cdi.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DataRunsTest {

    private static final int BLOCK = 4096;

    @Test
    void leavesOutBlocksOfZeros() throws IOException {
        byte[] bytes = new byte[5 * BLOCK];
        bytes[BLOCK] = 1;
        bytes[3 * BLOCK - 1] = 1;

        assertThat(runs(bytes, 0)).containsExactly(new DataRange(BLOCK, 2 * BLOCK));
    }

    @Test
    void alignsBlocksOnTheDiskAndNotInTheBuffer() throws IOException {
        byte[] bytes = new byte[2 * BLOCK];
        bytes[100] = 1;

        assertThat(runs(bytes, BLOCK - 200)).containsExactly(new DataRange(0, 200));
    }

    @Test
    void findsNothingInNothing() throws IOException {
        assertThat(runs(new byte[0], 7)).isEmpty();
        assertThat(runs(new byte[200_000], 7)).isEmpty();
    }

    @Property
    void coversEveryByteThatDiffersFromZeroOnce(
            @ForAll("mostlyZero") byte[] bytes, @ForAll @IntRange(max = 100_000) int diskOffset) throws IOException {
        var covered = new BitSet();
        long last = -1;

        for (DataRange run : runs(bytes, diskOffset)) {
            assertThat(run.offset()).isGreaterThan(last);
            covered.set((int) run.offset(), (int) run.end());
            last = run.end();
        }

        for (int i = covered.nextClearBit(0); i < bytes.length; i = covered.nextClearBit(i + 1)) {
            assertThat(bytes[i]).isZero();
        }
    }

    @Provide
    Arbitrary<byte[]> mostlyZero() {
        return Arbitraries.integers()
                .between(0, 60_000)
                .flatMap(length -> Arbitraries.integers()
                        .between(0, Math.max(0, length - 1))
                        .list()
                        .ofMaxSize(5)
                        .map(places -> {
                            byte[] bytes = new byte[length];
                            places.stream().filter(place -> place < length).forEach(place -> bytes[place] = -1);
                            return bytes;
                        }));
    }

    private static List<DataRange> runs(byte[] bytes, long diskOffset) throws IOException {
        List<DataRange> runs = new ArrayList<>();
        DataRuns.forEach(
                MemorySegment.ofArray(Arrays.copyOf(bytes, bytes.length)),
                diskOffset,
                BLOCK,
                (position, length) -> runs.add(new DataRange(position, length)));
        return runs;
    }
}
