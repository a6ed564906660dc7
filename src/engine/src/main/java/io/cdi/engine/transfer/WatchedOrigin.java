// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An origin whose streams report how far they are and, when a checksum is expected, hash what passes.
final class WatchedOrigin {

    private final Origin origin;
    private final Progress progress;
    private final Optional<Checksum> expected;
    private final @Nullable MessageDigest digest;

    WatchedOrigin(Origin origin, Progress progress, Optional<Checksum> expected) {
        this.origin = origin;
        this.progress = progress;
        this.expected = expected;
        this.digest = expected.map(checksum -> checksum.algorithm().digest()).orElse(null);
        progress.sourceLength(origin.length());
    }

    /// The bytes from the first on. With a checksum, may be called once.
    InputStream stream() throws TransferException {
        InputStream bytes = switch (origin) {
            case Origin.Seekable seekable -> seekable.stream(0);
            case Origin.Streamed streamed -> streamed.stream();
        };
        return new WatchedStream(bytes, 0, digest);
    }

    /// The same bytes by position, watched too, when the origin can seek.
    Optional<Origin.Seekable> seekable() {
        return origin instanceof Origin.Seekable seekable
                ? Optional.of(new WatchedSeekable(seekable))
                : Optional.empty();
    }

    /// Whether all bytes have to come through [#stream].
    boolean wantsEveryByte() {
        return digest != null || origin instanceof Origin.Streamed;
    }

    /// Compares, after the last byte of [#stream].
    ///
    /// @throws TransferException.Integrity when the bytes are not the expected ones
    void verify() throws TransferException {
        if (digest == null) {
            return;
        }
        Checksum checksum = expected.orElseThrow();
        Checksum calculated = new Checksum(checksum.algorithm(), HexFormat.of().formatHex(digest.digest()));
        if (!calculated.equals(checksum)) {
            throw new TransferException.Integrity("read " + origin.description() + ": checksum validation failed:"
                    + " checksum mismatch: expected " + checksum + ", calculated " + calculated
                    + "; get the right checksum or the right file");
        }
    }

    private final class WatchedStream extends ByteStream {
        private final ByteStream bytes;
        private final @Nullable MessageDigest hash;
        private long position;

        WatchedStream(InputStream bytes, long position, @Nullable MessageDigest hash) {
            this.bytes = ByteStream.of(bytes);
            this.position = position;
            this.hash = hash;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            int begin = into.position();
            int read = bytes.read(into);
            if (read > 0) {
                position += read;
                if (hash != null) {
                    hash.update(into.duplicate().position(begin).limit(begin + read));
                }
                progress.sourceAt(position);
            }
            return read;
        }

        @Override
        public int available() throws IOException {
            return bytes.available();
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    private final class WatchedSeekable implements Origin.Seekable {
        private final Origin.Seekable seekable;

        WatchedSeekable(Origin.Seekable seekable) {
            this.seekable = seekable;
        }

        @Override
        public String description() {
            return seekable.description();
        }

        @Override
        public OptionalLong length() {
            return seekable.length();
        }

        @Override
        public Optional<String> version() {
            return seekable.version();
        }

        @Override
        public InputStream stream(long offset) throws TransferException {
            return new WatchedStream(seekable.stream(offset), offset, null);
        }

        @Override
        public void readFully(long offset, ByteBuffer into) throws IOException {
            seekable.readFully(offset, into);
        }

        @Override
        public void close() throws IOException {
            seekable.close();
        }
    }
}
