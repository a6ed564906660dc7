// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static io.cdi.engine.packing.PackedBytes.concat;
import static io.cdi.engine.packing.PackedBytes.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything with each decoder that this machine has.
class Bzip2StreamTest {

    static Stream<Arguments> libraries() {
        return Stream.of(argumentSet("commons-compress", Optional.empty()), argumentSet("best", Libbz2.find()));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void decodesStreamsInARow(Optional<Libbz2> library) throws IOException {
        byte[] first = content(1_300_000, 2);
        byte[] second = content(200, 3);
        byte[] packed =
                concat(PackedBytes.pack(Packing.BZIP2, first), PackedBytes.pack(Packing.BZIP2, second), new byte[8]);

        assertThat(unpack(packed, library)).isEqualTo(concat(first, second));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void findsAFlippedBit(Optional<Libbz2> library) {
        byte[] packed = PackedBytes.pack(Packing.BZIP2, content(600, 4));

        // The last bits fill up a byte; nobody reads them.
        Damage.flippedBitsAreFound(packed, IntStream.range(4, packed.length - 1), broken -> unpack(broken, library));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void findsACutAnywhere(Optional<Libbz2> library) {
        Damage.cutsAreFound(
                Packing.BZIP2, PackedBytes.pack(Packing.BZIP2, content(600, 5)), cut -> unpack(cut, library));
    }

    private static byte[] unpack(byte[] packed, Optional<Libbz2> library) throws IOException {
        PeekableStream in = new PeekableStream(PackedBytes.trickle(packed));
        try (Bzip2Stream stream = new Bzip2Stream(in, new PackingErrors(Packing.BZIP2, "test"), library)) {
            return stream.readAllBytes();
        }
    }
}
