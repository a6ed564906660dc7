// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Image files in memory, as the sources bring them.
public final class Inputs {

    private Inputs() {}

    /// Bytes that come once, of unknown length, as from a pipe.
    public static ImageInput piped(byte[] image) {
        return new ImageInput("test", new ByteArrayInputStream(image), OptionalLong.empty(), Optional.empty());
    }

    /// A file that comes once, as through a pipe.
    public static ImageInput piped(Path image) throws IOException {
        return new ImageInput("test", Files.newInputStream(image), OptionalLong.empty(), Optional.empty());
    }

    /// Bytes that come once, of known length, as from an entry of an archive.
    public static ImageInput counted(byte[] image) {
        return new ImageInput("test", new ByteArrayInputStream(image), OptionalLong.of(image.length), Optional.empty());
    }

    /// Bytes at any place, as from a file.
    public static ImageInput seekable(byte[] image) {
        return resumed(image, 0);
    }

    /// Bytes at any place, of which those before `resumeAt` were handled by an earlier process.
    public static ImageInput resumed(byte[] image, long resumeAt) {
        return new ImageInput(
                "test",
                new ByteArrayInputStream(image),
                OptionalLong.of(image.length),
                Optional.of(new Bytes(image)),
                false,
                resumeAt);
    }

    private static final class Bytes implements Origin.Seekable {
        private final byte[] image;

        Bytes(byte[] image) {
            this.image = image;
        }

        @Override
        public String description() {
            return "test";
        }

        @Override
        public OptionalLong length() {
            return OptionalLong.of(image.length);
        }

        @Override
        public Optional<String> version() {
            return Optional.empty();
        }

        @Override
        public InputStream stream(long offset) {
            return new ByteArrayInputStream(image, (int) offset, image.length - (int) offset);
        }

        @Override
        public void readFully(long offset, ByteBuffer into) throws TransferException {
            if (offset < 0 || offset + into.remaining() > image.length) {
                throw new TransferException.Permanent(
                        "read test: it is cut off before byte " + (offset + into.remaining()) + "; get a whole copy");
            }
            into.put(image, (int) offset, into.remaining());
        }

        @Override
        public void close() {}
    }
}
