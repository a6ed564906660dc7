// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.ByteCount;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/// Bounds what a tar reader takes into memory before it comes back with an entry: it keeps long names, extended
/// headers and the maps of sparse files whole, and a hostile tar may claim gigabytes of them.
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

    /// Goes on to the next entry of the tar that is read through this; null behind the last one. What is left of
    /// the present one is content still.
    public @Nullable TarArchiveEntry nextEntry(TarArchiveInputStream tar) throws IOException {
        if (tar.getCurrentEntry() != null) {
            // The reader would do so by reading, also each zero of a hole, one by one.
            long _ = tar.skip(Long.MAX_VALUE);
        }
        left = headerBytes;
        try {
            return tar.getNextEntry();
        } finally {
            left = Long.MAX_VALUE;
        }
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

    /// The reader passes over the data of sparse files so.
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

    private void take(int read, int asked) throws IOException {
        ended |= read < asked;
        left -= read;
        if (left < 0) {
            exceeded = true;
            throw new IOException("an entry has headers of more than " + new ByteCount(headerBytes));
        }
    }
}
