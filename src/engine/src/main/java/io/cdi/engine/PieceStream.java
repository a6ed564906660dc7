// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import java.io.IOException;
import java.io.InputStream;

/// A stream that is made to be read in pieces; a single byte is a piece of one.
public abstract class PieceStream extends InputStream {

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] into, int offset, int length) throws IOException;
}
