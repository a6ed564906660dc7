// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.tukaani.xz.check.CRC64;

/// Against the sums of xz-java, and of both codecs.
class XzCrc64Test {

    @Property(tries = 200)
    void joinsSums(@ForAll byte[] first, @ForAll byte[] second) {
        assertThat(XzCrc64.join(sum(first), sum(second), second.length))
                .isEqualTo(sum(PackedBytes.concat(first, second)));
    }

    @Property(tries = 200)
    void appendsZeros(@ForAll byte[] content, @ForAll @IntRange(max = 100_000) int zeros) {
        assertThat(XzCrc64.withZeros(sum(content), zeros)).isEqualTo(sum(PackedBytes.concat(content, new byte[zeros])));
    }

    @Property(tries = 200)
    void codecsMakeThem(@ForAll byte[] first, @ForAll byte[] second) {
        long expected = sum(PackedBytes.concat(first, second));

        for (XzCodec codec : new XzCodec[] {new XzInJava(), XzCodec.best()}) {
            assertThat(codec.crc64(sum(first), ByteBuffer.wrap(second))).isEqualTo(expected);
        }
    }

    private static long sum(byte[] bytes) {
        CRC64 crc = new CRC64();
        crc.update(bytes, 0, bytes.length);
        return Long.reverseBytes(ByteBuffer.wrap(crc.finish()).getLong());
    }
}
