// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// A layer of a container image, written entry by entry, so that tests can put anything into it. Plain ustar.
public final class TarLayer {

    private static final int BLOCK = 512;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    /// How a layer is stored.
    public enum Compression {
        NONE(""),
        GZIP("+gzip"),
        ZSTD("+zstd");

        private final String mediaTypeSuffix;

        Compression(String mediaTypeSuffix) {
            this.mediaTypeSuffix = mediaTypeSuffix;
        }

        String mediaTypeSuffix() {
            return mediaTypeSuffix;
        }
    }

    public TarLayer directory(String path) {
        return entry(path, '5', "", new byte[0]);
    }

    public TarLayer file(String path, byte[] content) {
        return entry(path, '0', "", content);
    }

    /// An empty file; with a name of `.wh.x`, a mark that `x` of the layers below is gone.
    public TarLayer mark(String path) {
        return file(path, new byte[0]);
    }

    public TarLayer symbolicLink(String path, String target) {
        return entry(path, '2', target, new byte[0]);
    }

    public TarLayer hardLink(String path, String target) {
        return entry(path, '1', target, new byte[0]);
    }

    /// Any entry: `type` is the tar header's type flag.
    public TarLayer entry(String path, char type, String linkTarget, byte[] content) {
        return header(path, type, linkTarget, content.length).raw(content).raw(new byte[padding(content.length)]);
    }

    /// A header alone, which may promise content that does not follow.
    public TarLayer header(String path, char type, String linkTarget, long size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, path);
        put(header, 100, type == '5' ? "0000755\0" : "0000644\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format("%011o\0", size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 157, linkTarget);
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return raw(header);
    }

    public TarLayer raw(byte[] bytes) {
        tar.writeBytes(bytes);
        return this;
    }

    /// The layer's bytes, with the tar's end mark.
    public byte[] packed(Compression compression) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(tar.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return switch (compression) {
            case NONE -> whole.toByteArray();
            case GZIP -> gzip(whole.toByteArray());
            case ZSTD -> zstd(whole.toByteArray());
        };
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) {
        try {
            Path plain = Files.createTempFile("layer", ".tar");
            Path packed = Path.of(plain + ".zst");
            try {
                Files.write(plain, bytes);
                Command.run("zstd", "-q", plain, "-o", packed);
                return Files.readAllBytes(packed);
            } finally {
                Files.deleteIfExists(plain);
                Files.deleteIfExists(packed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int padding(long size) {
        return (int) (-size & BLOCK - 1);
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
