// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.ByteCount;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bounds what a tar reader takes into memory before it comes back with an entry: it keeps long names, extended
/// headers and the maps of sparse files whole, and a hostile tar may claim gigabytes of them.
final class HeaderBudget extends FilterInputStream {

    private final int headerBytes;
    private long left = Long.MAX_VALUE;
    private boolean exceeded;
    private boolean ended;

    /// @param headerBytes the most that the headers of one entry may have
    HeaderBudget(InputStream in, int headerBytes) {
        super(in);
        this.headerBytes = headerBytes;
    }

    /// What is read from now on are headers of one entry.
    void beginHeaders() {
        left = headerBytes;
    }

    /// What is read from now on is content.
    void endHeaders() {
        left = Long.MAX_VALUE;
    }

    /// Whether it was this that ended the reading.
    boolean isExceeded() {
        return exceeded;
    }

    /// Whether the tar's last byte has been read, and more was asked for.
    boolean isEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        take(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        take(read);
        return read;
    }

    /// The reader passes over data so.
    @Override
    public long skip(long count) throws IOException {
        try {
            in.skipNBytes(count);
            return count;
        } catch (EOFException e) {
            ended = true;
            throw e;
        }
    }

    private void take(int read) throws IOException {
        ended |= read < 0;
        left -= Math.max(0, read);
        if (left < 0) {
            exceeded = true;
            throw new IOException("an entry has headers of more than " + new ByteCount(headerBytes));
        }
    }
}
