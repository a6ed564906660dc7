// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// A decoder whose members are streams.
abstract class MemberDecoder extends Decoder {

    private ByteStream member = ByteStream.of(InputStream.nullInputStream());

    MemberDecoder(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    /// The content of the member that stands next in [#packed]. Closing it leaves [#packed] open.
    abstract ByteStream member() throws IOException;

    @Override
    final void openMember() throws IOException {
        member = member();
    }

    @Override
    final int readMember(ByteBuffer into) throws IOException {
        int read = member.read(into);
        if (read < 0) {
            member.close();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        try (packed) {
            member.close();
        }
    }
}
