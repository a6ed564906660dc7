// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Damages packed bytes in each place, and holds that it is found every time.
final class Damage {

    /// A decoder, to the end of its content.
    @FunctionalInterface
    interface Unpacker {
        byte[] unpack(byte[] packed) throws IOException;
    }

    private Damage() {}

    /// @param places the bytes in each of which a bit is flipped
    static void flippedBitsAreFound(byte[] packed, IntStream places, Unpacker unpacker) {
        places.forEach(at -> {
            byte[] broken = packed.clone();
            broken[at] ^= (byte) (1 << (at & 7));
            assertThatThrownBy(() -> unpacker.unpack(broken), "bit flipped in byte %d", at)
                    .isInstanceOf(TransferException.Permanent.class);
        });
    }

    static void cutsAreFound(Packing packing, byte[] packed, Unpacker unpacker) {
        for (int length = 0; length < packed.length; length++) {
            byte[] cut = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> unpacker.unpack(cut), "cut at byte %d", length)
                    .isInstanceOf(TransferException.Permanent.class)
                    .hasMessage("unpack " + packing.toolName()
                            + " of test: the packed data end too early; get a whole copy");
        }
    }
}
