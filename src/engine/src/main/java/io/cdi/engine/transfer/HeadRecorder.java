// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;

/// Remembers what is read until it is told to stop: the header of an image, in case that the image has to be
/// copied whole after its header has been read.
final class HeadRecorder extends ByteStream {

    private final ByteStream in;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean recording = true;

    HeadRecorder(ByteStream in) {
        this.in = in;
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
    public int read(ByteBuffer into) throws IOException {
        int begin = into.position();
        int read = in.read(into);
        if (recording && read > 0) {
            Channels.newChannel(head).write(into.duplicate().position(begin).limit(begin + read));
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
