// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// The bytes of an image file: a stream that is read forward once, and, when the source can, a way to look
/// elsewhere. Not thread-safe. The streams belong to the caller.
public final class ImageInput {

    private final String description;
    private final InputStream stream;
    private final OptionalLong length;
    private final Optional<Origin.Seekable> seekable;
    private long position;

    /// @param description the source for messages
    /// @param stream the image's bytes from the first on
    /// @param length of the image file in bytes, when known
    /// @param seekable the same bytes by position, when the source can and nothing is packed around the image
    public ImageInput(String description, InputStream stream, OptionalLong length, Optional<Origin.Seekable> seekable) {
        this.description = description;
        this.stream = stream;
        this.length = length;
        this.seekable = seekable;
    }

    public String description() {
        return description;
    }

    /// The length of the image file in bytes, when known.
    public OptionalLong length() {
        return length;
    }

    public Optional<Origin.Seekable> seekable() {
        return seekable;
    }

    /// How many bytes of the stream have been read or skipped.
    public long position() {
        return position;
    }

    /// Reads up to `count` bytes, fewer only at the end of the image file.
    public int readUpTo(byte[] into, int offset, int count) throws IOException {
        int read = stream.readNBytes(into, offset, count);
        position += read;
        return read;
    }

    /// Reads exactly `count` bytes.
    ///
    /// @throws TransferException.Permanent when the image file ends before
    public byte[] readFully(int count) throws IOException {
        byte[] bytes = new byte[count];
        if (readUpTo(bytes, 0, count) < count) {
            throw truncated(position);
        }
        return bytes;
    }

    /// Skips forward to `target`, never backward.
    public void skipTo(long target) throws IOException {
        long left = target - position;
        if (left < 0) {
            throw new IllegalArgumentException("cannot go back from " + position + " to " + target);
        }
        try {
            stream.skipNBytes(left);
        } catch (java.io.EOFException e) {
            throw truncated(target);
        }
        position = target;
    }

    /// Reads by position, beside the stream.
    public void readAt(long offset, ByteBuffer into) throws IOException {
        seekable.orElseThrow().readFully(offset, into);
    }

    /// The error for an image file that ends too early.
    public TransferException truncated(long wanted) {
        return new TransferException.Permanent(
                "read " + description + ": the image is cut off: it ends before byte " + wanted + "; get a whole copy");
    }

    /// The error for an image that is broken or refused, in the form `read <source>: <reason>; <remedy>`.
    public TransferException.Permanent refuse(String reasonAndRemedy) {
        return new TransferException.Permanent("read " + description + ": " + reasonAndRemedy);
    }
}
