// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.PieceStream;
import java.io.IOException;
import java.io.InputStream;

/// The next so many bytes of a stream, which stays open. Ends early when the stream does.
final class Limited extends PieceStream {

    private final InputStream in;
    private long left;

    Limited(InputStream in, long bytes) {
        this.in = in;
        this.left = bytes;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(into, offset, (int) Math.min(count, left));
        left -= Math.max(read, 0);
        return read;
    }
}
