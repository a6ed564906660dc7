// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static io.cdi.engine.packing.PackedBytes.concat;
import static io.cdi.engine.packing.PackedBytes.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything with each decoder that this machine has.
class GzipStreamTest {

    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;

    static Stream<Arguments> libraries() {
        return Stream.of(argumentSet("the JDK's zlib", Optional.empty()), argumentSet("best", Libisal.find()));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void decodesMembersInARow(Optional<Libisal> library) throws IOException {
        byte[] first = content(1_300_000, 2);
        byte[] second = content(200, 3);
        byte[] zeros = new byte[3_000_000];
        byte[] packed = concat(gzip(first), gzip(new byte[0]), gzip(zeros), gzip(second), new byte[8]);

        assertThat(unpack(packed, library)).isEqualTo(concat(first, zeros, second));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void readsAHeaderWithAllFields(Optional<Libisal> library) throws IOException {
        byte[] content = content(100_000, 4);

        assertThat(unpack(concat(withAllFields(content), withAllFields(content)), library))
                .isEqualTo(concat(content, content));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void findsAFlippedBit(Optional<Libisal> library) {
        byte[] packed = gzip(content(600, 4));
        // The time, the level and the system mean nothing here; the last bits of deflate fill up a byte.
        IntStream places = IntStream.range(2, packed.length)
                .filter(at -> at < 4 || (at >= HEADER_BYTES && at != packed.length - TRAILER_BYTES - 1));

        Damage.flippedBitsAreFound(packed, places, broken -> unpack(broken, library));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void findsACutAnywhere(Optional<Libisal> library) {
        Damage.cutsAreFound(Packing.GZIP, withAllFields(content(600, 5)), cut -> unpack(cut, library));
    }

    private static byte[] gzip(byte[] content) {
        return PackedBytes.pack(Packing.GZIP, content);
    }

    /// RFC 1952, section 2.3: extra field, name, comment and the header's CRC.
    private static byte[] withAllFields(byte[] content) {
        byte[] plain = gzip(content);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        header.writeBytes(new byte[] {5, 0, 1, 2, 1, 0, 0});
        header.writeBytes("disk.img\0made by a test\0".getBytes(StandardCharsets.ISO_8859_1));
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        header.write((int) crc.getValue());
        header.write((int) (crc.getValue() >> 8));
        return concat(header.toByteArray(), Arrays.copyOfRange(plain, HEADER_BYTES, plain.length));
    }

    private static byte[] unpack(byte[] packed, Optional<Libisal> library) throws IOException {
        PeekableStream in = new PeekableStream(PackedBytes.trickle(packed));
        try (Decoder stream = GzipStream.of(in, new PackingErrors(Packing.GZIP, "test"), library)) {
            return stream.readAllBytes();
        }
    }
}
