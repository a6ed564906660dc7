// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bounds what a tar reader takes for the headers of one entry. The reader keeps long names and extended headers
/// in memory whole, and a hostile layer may claim gigabytes of them. What is skipped costs no memory.
final class HeaderBudget extends FilterInputStream {

    private static final int HEADER_BYTES = 1 << 20;

    private long left = Long.MAX_VALUE;
    private boolean exceeded;

    HeaderBudget(InputStream in) {
        super(in);
    }

    /// From here on, headers are read.
    void startHeaders() {
        left = HEADER_BYTES;
    }

    /// From here on, an entry's content is read.
    void startContent() {
        left = Long.MAX_VALUE;
    }

    /// Whether it was this that ended the reading.
    boolean isExceeded() {
        return exceeded;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
            take(1);
        }
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            take(read);
        }
        return read;
    }

    private void take(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            exceeded = true;
            throw new IOException("an entry has more than " + HEADER_BYTES + " bytes of headers");
        }
    }
}
