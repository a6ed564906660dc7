// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Remembers what is read until it is told to stop: the header of an image, in case that the image has to be
/// copied whole after its header has been read.
final class HeadRecorder extends FilterInputStream {

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean recording = true;

    HeadRecorder(InputStream in) {
        super(in);
    }

    /// Forgets what was remembered.
    void stop() {
        recording = false;
        head.reset();
    }

    /// Writes everything from the first byte to the last.
    void copyFromStart(OutputStream to) throws IOException {
        head.writeTo(to);
        stop();
        in.transferTo(to);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int read = in.read(into, offset, count);
        if (recording && read > 0) {
            head.write(into, offset, read);
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, 64 << 10)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
