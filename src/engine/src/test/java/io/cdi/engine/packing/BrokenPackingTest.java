// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static io.cdi.engine.packing.PackedBytes.content;
import static io.cdi.engine.packing.PackedBytes.pack;
import static io.cdi.engine.packing.PackedBytes.unpack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Broken input of any kind ends with an error, never with other bytes than the packed ones.
class BrokenPackingTest {

    @ParameterizedTest
    @EnumSource(Packing.class)
    void everyCutIsSeen(Packing packing) {
        byte[] packed = pack(packing, content(2000, 1));

        for (int length = Packing.HEAD_BYTES; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> unpack(cut))
                    .as("cut at byte %d of %d", length, packed.length)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessageContaining("the packed data end too early");
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void flippedBitsNeverGiveOtherContent(Packing packing) {
        byte[] content = content(2000, 2);
        byte[] packed = pack(packing, content);
        Random random = new Random(3);

        for (int round = 0; round < 500; round++) {
            byte[] broken = packed.clone();
            int at = Packing.HEAD_BYTES + random.nextInt(packed.length - Packing.HEAD_BYTES);
            broken[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(outcome(broken))
                    .as("bit flipped in byte %d", at)
                    .isIn("refused", "content " + Arrays.hashCode(content));
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void noiseBehindTheMagicIsRefused(Packing packing) {
        byte[] start = pack(packing, content(2000, 4));

        for (int seed = 0; seed < 200; seed++) {
            byte[] noise = content(3000, seed);
            System.arraycopy(start, 0, noise, 0, 4 + seed % 30);
            if (packing.startsWith(noise)) {
                assertThat(outcome(noise)).as("seed %d", seed).isEqualTo("refused");
            }
        }
    }

    private static String outcome(byte[] packed) {
        try {
            return "content " + Arrays.hashCode(unpack(packed));
        } catch (TransferException.Permanent e) {
            return "refused";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
