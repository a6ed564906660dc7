// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import io.cdi.engine.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// bzip2 by commons-compress, one stream at a time: it reads bytes singly and none behind a stream's end.
final class Bzip2Stream extends Decoder {

    private ByteStream stream = ByteStream.of(InputStream.nullInputStream());

    Bzip2Stream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    @Override
    void openMember() throws IOException {
        stream = ByteStream.of(new BZip2CompressorInputStream(packed, false));
    }

    @Override
    int readMember(ByteBuffer into) throws IOException {
        return stream.read(into);
    }
}
