// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// The bytes of an image file: a stream that is read forward once, and, when the source can, a way to look
/// elsewhere. Not thread-safe. Closing it closes the stream, not the source.
public final class ImageInput implements Closeable {

    /// A longer way is not read but jumped over, where the source can: about what one more request costs.
    private static final long JUMP = 8 << 20;

    private final String description;
    private final OptionalLong length;
    private final Optional<Origin.Seekable> seekable;
    private final boolean everyByte;
    private final long resumeAt;
    private final byte[] chunk = new byte[256 << 10];
    private ByteStream stream;
    private long position;

    /// @param description the source for messages
    /// @param stream the image's bytes from the first on
    /// @param length of the image file in bytes, when known
    /// @param seekable the same bytes by position, when the source can and nothing is packed around the image
    /// @param everyByte whether all bytes have to come through the stream, because somebody hashes them
    /// @param resumeAt everything of the image file before this place is on the target already, from an earlier
    ///     process; more than 0 only with `seekable` and without `everyByte`
    public ImageInput(
            String description,
            InputStream stream,
            OptionalLong length,
            Optional<Origin.Seekable> seekable,
            boolean everyByte,
            long resumeAt) {
        this.description = description;
        this.stream = ByteStream.of(stream);
        this.length = length;
        this.seekable = seekable;
        this.everyByte = everyByte;
        this.resumeAt = resumeAt;
    }

    /// An input that starts at the beginning and may skip.
    public ImageInput(String description, InputStream stream, OptionalLong length, Optional<Origin.Seekable> seekable) {
        this(description, stream, length, seekable, false, 0);
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

    /// Data of the image file before this place need not be read again.
    public long resumeAt() {
        return resumeAt;
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

    /// Reads up to `count` bytes to the buffer's position, fewer only at the end of the image file.
    public int readUpTo(ByteBuffer into, int count) throws IOException {
        int begin = into.position();
        int limit = into.limit();
        into.limit(begin + count);
        boolean more = true;
        while (more && into.hasRemaining()) {
            more = stream.read(into) >= 0;
        }
        into.limit(limit);
        int read = into.position() - begin;
        position += read;
        return read;
    }

    /// Reads exactly `count` bytes.
    ///
    /// @throws TransferException.Permanent when the image file ends before
    public byte[] readFully(int count) throws IOException {
        byte[] bytes = new byte[count];
        long wanted = position + count;
        if (readUpTo(bytes, 0, count) < count) {
            throw truncated(wanted);
        }
        return bytes;
    }

    /// Goes forward to `target`, never backward.
    public void skipTo(long target) throws IOException {
        long left = target - position;
        if (left < 0) {
            throw new IllegalArgumentException("cannot go back from " + position + " to " + target);
        }
        if (length.isPresent() && target > length.getAsLong()) {
            throw truncated(target);
        }
        if (left >= JUMP && seekable.isPresent() && !everyByte) {
            stream.close();
            stream = ByteStream.of(seekable.get().stream(target));
        } else {
            skip(left, target);
        }
        position = target;
    }

    /// Reads by position, beside the stream.
    public void readAt(long offset, ByteBuffer into) throws IOException {
        seekable.orElseThrow().readFully(offset, into);
    }

    /// The error for an image file that ends too early.
    public TransferException truncated(long wanted) {
        return refuse("the image is cut off, it ends before byte " + wanted + "; get a whole copy");
    }

    /// The error for an image that is broken or refused, in the form `read <source>: <reason>; <remedy>`.
    public TransferException.Permanent refuse(String reasonAndRemedy) {
        return new TransferException.BadImage("read " + description + ": " + reasonAndRemedy);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void skip(long count, long target) throws IOException {
        long left = count;
        while (left > 0) {
            int read = stream.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (read < 0) {
                throw truncated(target);
            }
            left -= read;
        }
    }
}
