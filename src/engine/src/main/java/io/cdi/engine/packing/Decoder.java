// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;

/// A decoder over packed bytes: what its members (streams, frames) hold, one after the other. Subclasses know
/// one member of their format; here is what is common: going on to the next one, and blaming the right party
/// for errors.
abstract class Decoder extends InputStream {

    final PeekableStream packed;
    final PackingErrors errors;
    private boolean inMember;
    private boolean ended;

    Decoder(PeekableStream packed, PackingErrors errors) {
        this.packed = packed;
        this.errors = errors;
    }

    /// Begins with the member that stands next in [#packed].
    abstract void openMember() throws IOException;

    /// Decodes at least one byte, or returns -1 when the member has ended, all its checks are right and
    /// [#packed] stands right behind it.
    abstract int readMember(byte[] into, int offset, int count) throws IOException;

    @Override
    public final int read(byte[] into, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return 0;
        }
        try {
            return readMembers(into, offset, count);
        } catch (IOException | RuntimeException e) {
            ended = true;
            throw blame(e);
        }
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        packed.close();
    }

    private IOException blame(Exception failure) {
        IOException below = packed.failure();
        if (below != null) {
            return below;
        }
        return switch (failure) {
            case TransferException ours -> ours;
            case InterruptedIOException interruption -> interruption;
            default -> packed.ended() ? errors.cutOff() : errors.corrupt(failure);
        };
    }

    private int readMembers(byte[] into, int offset, int count) throws IOException {
        while (!ended) {
            if (!inMember) {
                openMember();
                inMember = true;
            }
            int read = readMember(into, offset, count);
            if (read >= 0) {
                return read;
            }
            inMember = false;
            ended = !anotherMember();
        }
        return -1;
    }

    private boolean anotherMember() throws IOException {
        skipPadding();
        if (errors.packing().startsWith(packed.peek(Packing.HEAD_BYTES))) {
            return true;
        }
        if (packed.fill()) {
            throw errors.garbage();
        }
        return false;
    }

    private void skipPadding() throws IOException {
        while (packed.fill() && packed.buffer()[packed.start()] == 0) {
            packed.advance(1);
        }
    }
}
