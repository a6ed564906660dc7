// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// bzip2, one stream at a time: by the machine's library, or by commons-compress, which reads bytes singly and none
/// behind a stream's end.
final class Bzip2Stream extends MemberDecoder {

    private final Optional<Libbz2> library;

    Bzip2Stream(PeekableStream packed, PackingErrors errors, Optional<Libbz2> library) {
        super(packed, errors);
        this.library = library;
    }

    @Override
    ByteStream member() throws IOException {
        return library.isPresent() ? library.get().open(packed, errors) : inJava(packed);
    }

    /// Closing it leaves `packed` open.
    private static ByteStream inJava(PeekableStream packed) throws IOException {
        ByteStream stream = ByteStream.of(new BZip2CompressorInputStream(packed, false));
        return new ByteStream() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return stream.read(into);
            }
        };
    }
}
