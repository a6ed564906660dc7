// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Decodes .xz streams, and makes their sums.
interface XzCodec {

    /// Dictionaries may take the whole limit; what a decoder needs beside them is far below this.
    int MEMORY_LIMIT = PackingErrors.MEMORY_LIMIT + (1 << 20);

    /// The content of the stream that stands next in `packed`; at its end all checks are right, and `packed`
    /// stands right behind the stream. Closing frees memory, and leaves `packed` open. For one thread at
    /// a time.
    ByteStream open(PeekableStream packed, PackingErrors errors) throws IOException;

    /// The CRC64 of some content and then the rest of a buffer, whose position stays.
    ///
    /// @param sum that of the content before, 0 for none
    long crc64(long sum, ByteBuffer content);

    /// The quickest one of this machine.
    static XzCodec best() {
        return Liblzma.find().<XzCodec>map(liblzma -> liblzma).orElseGet(XzInJava::new);
    }
}
