// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static io.cdi.engine.packing.PackedBytes.concat;
import static io.cdi.engine.packing.PackedBytes.content;
import static io.cdi.engine.packing.PackedBytes.pack;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class UnpackingPropertyTest {

    @Property(tries = 60)
    void anyNestingOfAnySplitsComesOutWhole(
            @ForAll @Size(max = Unpacking.DEEPEST) List<Packing> layers,
            @ForAll @IntRange(max = 100_000) int length,
            @ForAll long seed)
            throws IOException {
        byte[] content = content(length, seed);
        byte[] packed = content;
        for (Packing layer : layers.reversed()) {
            packed = split(layer, packed, new Random(seed));
        }

        try (Unpacking unpacking = Unpacking.of(PackedBytes.trickle(packed), "test")) {
            assertThat(unpacking.packings()).isEqualTo(layers);
            assertThat(unpacking.content().readAllBytes()).isEqualTo(content);
        }
    }

    /// Packed as one to four members of random lengths, some of them empty.
    private static byte[] split(Packing packing, byte[] content, Random random) {
        byte[] packed = {};
        int at = 0;
        for (int members = random.nextInt(4); members > 0; members--) {
            int to = at + random.nextInt(content.length - at + 1);
            packed = concat(packed, member(packing, Arrays.copyOfRange(content, at, to), random));
            at = to;
        }
        return concat(packed, member(packing, Arrays.copyOfRange(content, at, content.length), random));
    }

    private static byte[] member(Packing packing, byte[] content, Random random) {
        return packing == Packing.XZ && random.nextBoolean()
                ? SizedXz.pack(content, 1 + random.nextInt(20_000))
                : pack(packing, content);
    }
}
