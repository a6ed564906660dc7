// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.form;

import io.cdi.engine.PieceStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// The parts of a multipart body (RFC 2046, section 5.1), one after the other: a stream that ends with each
/// part.
///
/// A part ends where a line break, two dashes and the boundary stand. As many bytes as that has are held back
/// until it is known that they are none of it.
final class Parts extends PieceStream {

    private static final int BUFFER_BYTES = 256 << 10;

    private final InputStream body;
    /// Line break, dashes, boundary.
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    /// The first byte of a delimiter, or -1 when none is in the buffer.
    private int delimiterAt = -1;
    private boolean isInside;

    Parts(InputStream body, byte[] boundary) {
        this.body = body;
        delimiter = new byte[boundary.length + 4];
        System.arraycopy(new byte[] {'\r', '\n', '-', '-'}, 0, delimiter, 0, 4);
        System.arraycopy(boundary, 0, delimiter, 4, boundary.length);
        // The first delimiter may stand at the very beginning, without a line break before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /// Goes on to the next part, behind the end of the one before or behind the preamble.
    ///
    /// @return false behind the last one
    boolean next() throws IOException {
        isInside = true;
        byte[] skipped = new byte[8 << 10];
        while (read(skipped, 0, skipped.length) >= 0) {
            // the preamble
        }
        position = delimiterAt + delimiter.length;
        while (limit - position < 2) {
            more();
        }
        boolean isLast = buffer[position] == '-' && buffer[position + 1] == '-';
        delimiterAt = -1;
        // What else stands in the delimiter's line is padding, its line break begins the headers.
        isInside = !isLast;
        search();
        return !isLast;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (!isInside || length == 0) {
            return isInside ? 0 : -1;
        }
        while (ready() == 0) {
            if (delimiterAt >= 0) {
                isInside = false;
                return -1;
            }
            more();
        }
        int count = Math.min(length, ready());
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    /// How many bytes certainly belong to the part.
    private int ready() {
        return delimiterAt >= 0 ? delimiterAt - position : Math.max(0, limit - position - delimiter.length + 1);
    }

    private void more() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            delimiterAt -= delimiterAt >= 0 ? position : 0;
            position = 0;
        }
        int read = body.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            throw new EOFException("the form ends in the middle of a part");
        }
        limit += read;
        search();
    }

    private void search() {
        for (int at = position; delimiterAt < 0 && at <= limit - delimiter.length; at++) {
            if (buffer[at] == '\r'
                    && Arrays.equals(buffer, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
                delimiterAt = at;
            }
        }
    }
}
