// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Packs bytes with the encoders of the Java libraries.
final class PackedBytes {

    private PackedBytes() {}

    static byte[] pack(Packing packing, byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = encoder(packing, packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /// Half noise, half text, so that every encoder finds something to do.
    static byte[] content(int length, long seed) {
        byte[] content = new byte[length];
        Random random = new Random(seed);
        random.nextBytes(content);
        for (int i = 0; i < length; i++) {
            if ((i >> 8 & 1) == 0) {
                content[i] = (byte) ("packings".charAt(i & 7) + (content[i] & 1));
            }
        }
        return content;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] unpack(byte[] packed) throws IOException {
        try (Unpacking unpacking = Unpacking.of(trickle(packed), "test")) {
            return unpacking.content().readAllBytes();
        }
    }

    /// A stream that gives at most 1000 bytes at a time, as a network does, and never says what is available.
    static InputStream trickle(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int count) {
                return super.read(into, offset, Math.min(count, 1000));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    private static OutputStream encoder(Packing packing, OutputStream out) throws IOException {
        return switch (packing) {
            case GZIP -> new GZIPOutputStream(out);
            case XZ -> new XZOutputStream(out, new LZMA2Options(0));
            case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
            case BZIP2 -> new BZip2CompressorOutputStream(out, 1);
        };
    }
}
