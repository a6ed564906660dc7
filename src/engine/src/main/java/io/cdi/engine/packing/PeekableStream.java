// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream whose next bytes can be looked at before they are read. For one thread.
///
/// Looking ahead is not bounded by a mark or a buffer size: [#peek] grows the buffer as needed. Large reads
/// bypass the buffer. Decoders of this package read from the buffer in place.
@SuppressWarnings("InputStreamSlowMultibyteRead") // ByteStream has the reading of many
public final class PeekableStream extends ByteStream {

    private static final int BUFFER_BYTES = 128 << 10;

    private final ByteStream in;
    private byte[] buffer = new byte[0];
    private int start;
    private int end;
    private boolean ended;
    private @Nullable IOException failure;

    public PeekableStream(InputStream in) {
        this.in = ByteStream.of(in);
    }

    /// The next `count` bytes, fewer only when the stream ends before. They stay to be read.
    public byte[] peek(int count) throws IOException {
        require(count);
        return Arrays.copyOfRange(buffer, start, start + Math.min(count, end - start));
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[start++] & 0xFF : -1;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (start == end && into.remaining() >= BUFFER_BYTES) {
            int read = readBelow(into);
            ended |= read < 0;
            return read;
        }
        if (!fill()) {
            return -1;
        }
        int ready = Math.min(into.remaining(), end - start);
        into.put(buffer, start, ready);
        start += ready;
        return ready;
    }

    @Override
    public int available() throws IOException {
        return end > start ? end - start : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Makes sure that at least one byte is buffered.
    ///
    /// @return whether there is one, or the stream ends here
    boolean fill() throws IOException {
        if (start < end) {
            return true;
        }
        if (buffer.length < BUFFER_BYTES) {
            buffer = new byte[BUFFER_BYTES];
        }
        start = 0;
        end = Math.max(0, readBelow(ByteBuffer.wrap(buffer)));
        ended |= end == 0;
        return end > 0;
    }

    /// The array that holds the buffered bytes, from [#start] on, [#buffered] of them.
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int buffered() {
        return end - start;
    }

    /// Says that so many of the buffered bytes have been used.
    void advance(int count) {
        start += Objects.checkIndex(count, end - start + 1);
    }

    /// Whether a reader wanted more than the stream below has; looking ahead does not count.
    boolean ended() {
        return ended;
    }

    /// The error that the stream below ended with, if it did: then no decoder is to blame.
    @Nullable
    IOException failure() {
        return failure;
    }

    private void require(int count) throws IOException {
        if (count > buffer.length - start) {
            byte[] larger = count > buffer.length ? new byte[Math.max(count, BUFFER_BYTES)] : buffer;
            System.arraycopy(buffer, start, larger, 0, end - start);
            buffer = larger;
            end -= start;
            start = 0;
        }
        while (end - start < count) {
            int read = readBelow(ByteBuffer.wrap(buffer, end, buffer.length - end));
            if (read < 0) {
                return;
            }
            end += read;
        }
    }

    private int readBelow(ByteBuffer into) throws IOException {
        try {
            return in.read(into);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
