// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class DeflateCodecTest {

    private static final int CLUSTER = 64 << 10;

    private final byte[] cluster = cluster();

    private static byte[] cluster() {
        byte[] bytes = new byte[CLUSTER];
        new Random(3).nextBytes(bytes);
        Arrays.fill(bytes, 0, CLUSTER / 2, (byte) 'a');
        return bytes;
    }

    /// @param flush [Deflater#NO_FLUSH] for a stream that says where it ends, [Deflater#SYNC_FLUSH] for one that does
    /// not
    private static byte[] deflated(byte[] bytes, boolean isRaw, int flush) {
        try (Deflater deflater = new Deflater(6, isRaw)) {
            deflater.setInput(bytes);
            if (flush == Deflater.NO_FLUSH) {
                deflater.finish();
            }
            byte[] packed = new byte[2 * CLUSTER];
            return Arrays.copyOf(packed, deflater.deflate(packed, 0, packed.length, flush));
        }
    }

    private static byte[] unpacked(DeflateCodec codec, byte[] packed, int size) throws IOException {
        ByteBuffer from = ByteBuffer.allocateDirect(packed.length).put(packed).flip();
        ByteBuffer into = ByteBuffer.allocateDirect(size);
        codec.unpack(from, into);
        assertThat(into.hasRemaining()).isFalse();
        byte[] bytes = new byte[size];
        into.get(0, bytes);
        return bytes;
    }

    @Test
    void unpacksBothKinds() throws Exception {
        assertThat(unpacked(DeflateCodec.raw(), deflated(cluster, true, Deflater.NO_FLUSH), CLUSTER))
                .isEqualTo(cluster);
        assertThat(unpacked(DeflateCodec.zlib(), deflated(cluster, false, Deflater.NO_FLUSH), CLUSTER))
                .isEqualTo(cluster);
    }

    @Test
    void leavesOutWhatFollowsTheStream() throws Exception {
        byte[] packed = deflated(cluster, true, Deflater.NO_FLUSH);

        assertThat(unpacked(DeflateCodec.raw(), Arrays.copyOf(packed, packed.length + 500), CLUSTER))
                .isEqualTo(cluster);
    }

    @Test
    void takesAStreamThatFillsTheClusterWithoutAnEnd() throws Exception {
        assertThat(unpacked(DeflateCodec.raw(), deflated(cluster, true, Deflater.SYNC_FLUSH), CLUSTER))
                .isEqualTo(cluster);
    }

    @Test
    void takesTheFirstPartOfALongerStream() throws Exception {
        assertThat(unpacked(DeflateCodec.zlib(), deflated(cluster, false, Deflater.NO_FLUSH), CLUSTER / 2))
                .isEqualTo(Arrays.copyOf(cluster, CLUSTER / 2));
    }

    @Test
    void refusesShortAndBrokenStreams() {
        byte[] packed = deflated(cluster, true, Deflater.NO_FLUSH);

        assertThatThrownBy(() -> unpacked(DeflateCodec.raw(), packed, CLUSTER + 1))
                .hasMessage("its deflate stream ends too early");
        assertThatThrownBy(() -> unpacked(DeflateCodec.raw(), Arrays.copyOf(packed, packed.length / 2), CLUSTER))
                .hasMessage("its deflate stream ends too early");
        assertThatThrownBy(() -> unpacked(DeflateCodec.raw(), new byte[] {7, 7, 7}, CLUSTER))
                .hasMessageStartingWith("its deflate stream is broken");
    }
}
