// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
    private @Nullable WatchedStream hashed;

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
        if (digest == null) {
            return new WatchedStream(bytes, 0, null);
        }
        hashed = new WatchedStream(bytes, 0, digest);
        return new Lent(hashed);
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
        hashed = null;
        Checksum checksum = expected.orElseThrow();
        Checksum calculated = new Checksum(checksum.algorithm(), HexFormat.of().formatHex(digest.digest()));
        if (!calculated.equals(checksum)) {
            throw new TransferException.Integrity("read " + origin.description() + ": checksum validation failed:"
                    + " checksum mismatch: expected " + checksum + ", calculated " + calculated
                    + "; get the right checksum or the right file");
        }
    }

    /// Why the bytes made no sense: when they are not the expected ones, that is the reason, whatever a decoder or
    /// a format said of them or the size in their header. What is left of them is read to know.
    ///
    /// @return the failure itself, when it has nothing to do with the bytes, or nothing is known of them
    IOException reason(IOException failure) {
        WatchedStream rest = hashed;
        if (rest == null || !mayComeFromWrongBytes(failure)) {
            return failure;
        }
        try {
            rest.drain();
            verify();
        } catch (TransferException.Integrity wrongBytes) {
            wrongBytes.addSuppressed(failure);
            return wrongBytes;
        } catch (IOException unknown) {
            failure.addSuppressed(unknown);
        }
        return failure;
    }

    private static boolean mayComeFromWrongBytes(IOException failure) {
        return switch (failure) {
            case TransferException.Permanent _ -> true;
            case VolumeException e ->
                switch (e.reason()) {
                    case TOO_SMALL, NO_SPACE -> true;
                    case IO, NOT_PERMITTED, BUSY, UNSUITABLE -> false;
                };
            default -> false;
        };
    }

    /// What readers see of the bytes that are hashed: they close it, also when they have not read all, and one in a
    /// thread of its own may still read. The origin closes the bytes.
    private static final class Lent extends ByteStream {
        private final WatchedStream bytes;

        Lent(WatchedStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            synchronized (bytes) {
                if (bytes.isDrained) {
                    throw new IOException("the stream is closed");
                }
                return bytes.read(into);
            }
        }

        @Override
        public int available() throws IOException {
            return bytes.available();
        }
    }

    private final class WatchedStream extends ByteStream {
        private final ByteStream bytes;
        private final @Nullable MessageDigest hash;
        private long position;
        private boolean isDrained;

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

        /// Reads all that is left; nobody else reads any more.
        synchronized void drain() throws IOException {
            isDrained = true;
            transferTo(OutputStream.nullOutputStream());
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
