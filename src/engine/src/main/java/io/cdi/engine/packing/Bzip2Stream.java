// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/// bzip2 by commons-compress, one stream at a time: it reads bytes singly and none behind a stream's end.
final class Bzip2Stream extends Decoder {

    private InputStream stream = InputStream.nullInputStream();

    Bzip2Stream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    @Override
    void openMember() throws IOException {
        stream = new BZip2CompressorInputStream(packed, false);
    }

    @Override
    int readMember(byte[] into, int offset, int count) throws IOException {
        return stream.read(into, offset, count);
    }
}
