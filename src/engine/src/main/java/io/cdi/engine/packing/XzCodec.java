// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;

/// Decodes one .xz stream.
@FunctionalInterface
interface XzCodec {

    /// Dictionaries may take the whole limit; what a decoder needs beside them is far below this.
    int MEMORY_LIMIT = PackingErrors.MEMORY_LIMIT + (1 << 20);

    /// The content of the stream that stands next in `packed`; at its end all checks are right, and `packed`
    /// stands right behind the stream. Closing frees memory, and leaves `packed` open. For one thread at
    /// a time.
    ByteStream open(PeekableStream packed, PackingErrors errors) throws IOException;

    /// The quickest one of this machine.
    static XzCodec best() {
        return Liblzma.find().<XzCodec>map(liblzma -> liblzma::open).orElse(XzCodec::inJava);
    }

    /// By xz-java, which is everywhere and takes 1.5 times the processor time of [Liblzma].
    static ByteStream inJava(PeekableStream packed, PackingErrors errors) throws IOException {
        ByteStream stream = ByteStream.of(new SingleXZInputStream(packed, MEMORY_LIMIT >> 10));
        return new ByteStream() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                try {
                    return stream.read(into);
                } catch (MemoryLimitException e) {
                    throw errors.tooHungry("it needs " + (e.getMemoryNeeded() >> 10) + " MiB");
                }
            }
        };
    }
}
