// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import io.cdi.engine.TransferException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/// A decoder over packed bytes: what its members (streams, frames) hold, one after the other. Subclasses know
/// one member of their format; here is what is common: going on to the next one, and blaming the right party
/// for errors.
abstract class Decoder extends ByteStream {

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

    /// Decodes at least one byte to the buffer's position and moves it, or returns -1 when the member has ended, all
    /// its checks are right and
    /// [#packed] stands right behind it.
    abstract int readMember(ByteBuffer into) throws IOException;

    @Override
    public final int read(ByteBuffer into) throws IOException {
        try {
            return readMembers(into);
        } catch (IOException | RuntimeException e) {
            ended = true;
            throw blame(e);
        }
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

    private int readMembers(ByteBuffer into) throws IOException {
        while (!ended) {
            if (!inMember) {
                openMember();
                inMember = true;
            }
            int read = readMember(into);
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
