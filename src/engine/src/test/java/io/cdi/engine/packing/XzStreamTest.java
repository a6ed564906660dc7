// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static io.cdi.engine.packing.PackedBytes.concat;
import static io.cdi.engine.packing.PackedBytes.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.cdi.engine.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Everything with each decoder that this machine has.
class XzStreamTest {

    static Stream<Arguments> codecs() {
        return Stream.of(argumentSet("xz-java", new XzInJava()), argumentSet("best", XzCodec.best()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void decodesBlocksInOrder(XzCodec codec) throws IOException {
        byte[] content = content(600_000, 1);

        for (int blockBytes : List.of(250_000, 20_000, 4096)) {
            assertThat(unpack(SizedXz.pack(content, blockBytes), codec)).isEqualTo(content);
        }
    }

    /// Of many blocks of zeros only the first ones are decoded, and the last one is shorter.
    @ParameterizedTest
    @MethodSource("codecs")
    void decodesBlocksOfZeros(XzCodec codec) throws IOException {
        byte[] content = concat(new byte[4_000_000], content(100_000, 7), new byte[4_150_000]);

        assertThat(unpack(SizedXz.pack(content, 200_000), codec)).isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void decodesStreamsOfAllKindsInARow(XzCodec codec) throws IOException {
        byte[] first = content(300_000, 2);
        byte[] second = content(200_000, 3);
        byte[] packed = concat(
                SizedXz.pack(first, 50_000),
                PackedBytes.pack(Packing.XZ, second),
                new byte[8],
                SizedXz.pack(new byte[0], 1),
                SizedXz.pack(first, 1_000_000));

        assertThat(unpack(packed, codec)).isEqualTo(concat(first, second, first));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsAFlippedBitAnywhere(XzCodec codec) {
        findsAFlippedBitAnywhere(SizedXz.pack(content(600, 4), 200), codec);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsAFlippedBitAmongBlocksOfZeros(XzCodec codec) {
        findsAFlippedBitAnywhere(SizedXz.pack(new byte[4000], 200), codec);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsAFlippedBitInABlockWithoutSizes(XzCodec codec) {
        findsAFlippedBitAnywhere(PackedBytes.pack(Packing.XZ, content(600, 4)), codec);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void decodesBlocksWithoutSizes(XzCodec codec) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] content = content(500_000, 8);
        try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(0))) {
            out.write(content);
            out.endBlock();
            out.write(content, 1, 77_777);
            out.endBlock();
            out.write(content);
        }

        assertThat(unpack(packed.toByteArray(), codec))
                .isEqualTo(concat(content, Arrays.copyOfRange(content, 1, 77_778), content));
    }

    /// Of a row of equal chunks of zeros only the first ones are decoded, and what is behind looks back over them.
    @ParameterizedTest
    @MethodSource("codecs")
    void leavesOutChunksOfZeros(XzCodec codec) throws IOException {
        byte[] text = content(100_000, 9);
        byte[] content = concat(text, new byte[85_000_001], text, new byte[40_000_000]);
        CountingCodec counting = new CountingCodec(codec);

        assertThat(unpack(PackedBytes.pack(Packing.XZ, content), counting)).isEqualTo(content);

        assertThat(counting.decoded).isBetween(200_000L, 60_000_000L);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsAFlippedBitAmongChunksOfZeros(XzCodec codec) {
        byte[] packed = PackedBytes.pack(Packing.XZ, concat(new byte[42_000_000], content(100, 10)));

        Damage.flippedBitsAreFound(
                packed,
                IntStream.iterate(20, at -> at < packed.length, at -> at + 97),
                broken -> unpack(broken, codec));
    }

    private static void findsAFlippedBitAnywhere(byte[] packed, XzCodec codec) {
        Damage.flippedBitsAreFound(packed, IntStream.range(0, packed.length), broken -> unpack(broken, codec));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsACutOfABlockWithoutSizesAnywhere(XzCodec codec) {
        Damage.cutsAreFound(Packing.XZ, PackedBytes.pack(Packing.XZ, content(600, 5)), cut -> unpack(cut, codec));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsACutAnywhere(XzCodec codec) {
        Damage.cutsAreFound(Packing.XZ, SizedXz.pack(content(600, 5), 200), cut -> unpack(cut, codec));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void findsAMissingBlock(XzCodec codec) {
        byte[] three = SizedXz.pack(content(3000, 6), 1000);
        byte[] twoOfThem = SizedXz.pack(content(3000, 6), 1000);
        int headerAndBlock = 12
                + (int) XzBlockHeader.parse(Arrays.copyOfRange(three, 12, three.length), 0, 4)
                        .orElseThrow()
                        .packedBytes();
        byte[] packed =
                concat(Arrays.copyOf(twoOfThem, 12), Arrays.copyOfRange(twoOfThem, headerAndBlock, twoOfThem.length));

        assertThatThrownBy(() -> unpack(packed, codec))
                .hasMessage("unpack xz of test: the packed data are corrupt (the index does not match the blocks);"
                        + " get a good copy");
    }

    /// Counts what comes out of the decoders.
    private static final class CountingCodec implements XzCodec {
        private final XzCodec codec;
        private long decoded;

        CountingCodec(XzCodec codec) {
            this.codec = codec;
        }

        @Override
        public ByteStream open(PeekableStream packed, PackingErrors errors) throws IOException {
            ByteStream content = codec.open(packed, errors);
            return new ByteStream() {
                @Override
                public int read(ByteBuffer into) throws IOException {
                    int read = content.read(into);
                    decoded += Math.max(0, read);
                    return read;
                }

                @Override
                public void close() throws IOException {
                    content.close();
                }
            };
        }

        @Override
        public long crc64(long sum, ByteBuffer content) {
            return codec.crc64(sum, content);
        }
    }

    private static byte[] unpack(byte[] packed, XzCodec codec) throws IOException {
        PeekableStream in = new PeekableStream(PackedBytes.trickle(packed));
        try (XzStream stream = new XzStream(in, new PackingErrors(Packing.XZ, "test"), codec)) {
            return stream.readAllBytes();
        }
    }
}
