// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.SingleXZInputStream;

/// The .xz file format by xz-java, one stream at a time: it reads none of the bytes behind a stream's end.
final class XzStream extends Decoder {

    private static final int MEMORY_LIMIT_KIB = PackingErrors.MEMORY_LIMIT >> 10;

    private InputStream stream = InputStream.nullInputStream();

    XzStream(PeekableStream packed, PackingErrors errors) {
        super(packed, errors);
    }

    @Override
    void openMember() throws IOException {
        stream = new SingleXZInputStream(packed, MEMORY_LIMIT_KIB);
    }

    @Override
    int readMember(byte[] into, int offset, int count) throws IOException {
        try {
            return stream.read(into, offset, count);
        } catch (MemoryLimitException e) {
            throw errors.tooHungry("it needs " + (e.getMemoryNeeded() >> 10) + " MiB");
        }
    }
}
