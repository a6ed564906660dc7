// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static io.cdi.engine.packing.PackedBytes.concat;
import static io.cdi.engine.packing.PackedBytes.content;
import static io.cdi.engine.packing.PackedBytes.pack;
import static io.cdi.engine.packing.PackedBytes.trickle;
import static io.cdi.engine.packing.PackedBytes.unpack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdi.engine.TransferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 511, 70_000, 2_000_000})
    void leavesUnpackedBytesAlone(int length) throws IOException {
        byte[] content = content(length, 1);

        try (Unpacking unpacking = Unpacking.of(trickle(content), "test")) {
            assertThat(unpacking.packings()).isEmpty();
            assertThat(unpacking.content().peek(65_536)).isEqualTo(Arrays.copyOf(content, Math.min(length, 65_536)));
            assertThat(unpacking.content().readAllBytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void takesOffOnePacking(Packing packing) throws IOException {
        byte[] content = content(3_000_000, 2);

        try (Unpacking unpacking = Unpacking.of(trickle(pack(packing, content)), "test")) {
            assertThat(unpacking.packings()).containsExactly(packing);
            assertThat(unpacking.content().peek(65_536)).isEqualTo(Arrays.copyOf(content, 65_536));
            assertThat(unpacking.content().readAllBytes()).isEqualTo(content);
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void unpacksNothingToNothing(Packing packing) throws IOException {
        assertThat(unpack(pack(packing, new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void joinsMembersAndSkipsZerosBehindThem(Packing packing) throws IOException {
        byte[] first = content(300_000, 3);
        byte[] second = content(10, 4);

        byte[] packed = concat(pack(packing, first), pack(packing, new byte[0]), pack(packing, second), new byte[512]);

        assertThat(unpack(packed)).isEqualTo(concat(first, second));
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void refusesOtherDataBehindTheLastMember(Packing packing) {
        byte[] packed = concat(pack(packing, content(1000, 5)), new byte[4], new byte[] {1, 2, 3, 4});

        assertThatThrownBy(() -> unpack(packed))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("unpack " + packing.toolName()
                        + " of test: other data follow the packed ones; remove them, or get a good copy");
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void saysThatDataAreCutOff(Packing packing) {
        byte[] packed = pack(packing, content(100_000, 6));

        assertThatThrownBy(() -> unpack(Arrays.copyOf(packed, packed.length - 3)))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage(
                        "unpack " + packing.toolName() + " of test: the packed data end too early; get a whole copy");
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void refusesAMagicWithoutItsContent(Packing packing) {
        byte[] packed = pack(packing, content(1000, 7));
        Arrays.fill(packed, packing == Packing.GZIP ? 2 : 6, packed.length, (byte) 0x55);

        assertThatThrownBy(() -> unpack(packed))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessageStartingWith("unpack " + packing.toolName() + " of test: the packed data are corrupt (");
    }

    @Test
    void takesOffNestedPackings() throws IOException {
        byte[] content = content(200_000, 8);
        byte[] packed = pack(Packing.BZIP2, pack(Packing.ZSTD, pack(Packing.XZ, pack(Packing.GZIP, content))));

        try (Unpacking unpacking = Unpacking.of(trickle(packed), "test")) {
            assertThat(unpacking.packings()).isEqualTo(List.of(Packing.BZIP2, Packing.ZSTD, Packing.XZ, Packing.GZIP));
            assertThat(unpacking.content().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void refusesAFifthPacking() {
        byte[] packed = content(1000, 9);
        for (int i = 0; i < 5; i++) {
            packed = pack(Packing.GZIP, packed);
        }
        byte[] five = packed;

        assertThatThrownBy(() -> unpack(five))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("unpack gzip of test: it lies under 4 other packings, and no more are taken off;"
                        + " unpack it before");
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void passesErrorsOfTheSourceOnUnchanged(Packing packing) {
        byte[] packed = pack(packing, content(300_000, 10));
        TransferException cut = new TransferException.Transient("read test: cut");

        assertThatThrownBy(() -> readAll(
                        new SequenceInputStream(new ByteArrayInputStream(packed, 0, packed.length / 2), failing(cut))))
                .isSameAs(cut);
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void doesNotBlameThePackingForAnErrorOfALocalFile(Packing packing) {
        byte[] packed = pack(packing, content(300_000, 11));
        IOException broken = new IOException("Input/output error");

        assertThatThrownBy(() -> readAll(new SequenceInputStream(
                        new ByteArrayInputStream(packed, 0, packed.length / 2), failing(broken))))
                .isSameAs(broken);
    }

    private static void readAll(InputStream transferred) throws IOException {
        try (Unpacking unpacking = Unpacking.of(transferred, "test")) {
            unpacking.content().skipNBytes(Long.MAX_VALUE);
        }
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] into, int offset, int count) throws IOException {
                throw failure;
            }
        };
    }
}
