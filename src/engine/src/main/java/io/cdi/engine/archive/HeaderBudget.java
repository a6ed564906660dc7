// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.ByteCount;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bounds what a tar reader takes into memory before it comes back with an entry: it keeps long names, extended
/// headers and the maps of sparse files whole, and a hostile tar may claim gigabytes of them. The reader skips what
/// is left of an entry by reading it: that is content too, and is to be read before [#startHeaders].
///
/// Reads are never short, because the reader takes a short read within a sparse file for the end of the piece.
public final class HeaderBudget extends FilterInputStream {

    private final int headerBytes;
    private long left = Long.MAX_VALUE;
    private boolean exceeded;
    private boolean ended;

    /// @param headerBytes the most that the headers of one entry may have
    public HeaderBudget(InputStream in, int headerBytes) {
        super(in);
        this.headerBytes = headerBytes;
    }

    /// From here on, headers are read.
    public void startHeaders() {
        left = headerBytes;
    }

    /// From here on, an entry's content is read.
    public void startContent() {
        left = Long.MAX_VALUE;
    }

    /// Whether it was this that ended the reading.
    public boolean isExceeded() {
        return exceeded;
    }

    /// Whether the tar's last byte has been read, and more was asked for.
    boolean isEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        take(value < 0 ? 0 : 1, 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.readNBytes(into, offset, length);
        take(read, length);
        return read == 0 && length > 0 ? -1 : read;
    }

    private void take(int read, int asked) throws IOException {
        ended |= read < asked;
        left -= read;
        if (left < 0) {
            exceeded = true;
            throw new IOException("an entry has headers of more than " + new ByteCount(headerBytes));
        }
    }
}
