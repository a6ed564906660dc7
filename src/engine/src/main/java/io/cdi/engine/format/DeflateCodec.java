// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Clusters compressed with deflate (RFC 1951), each on its own: by libdeflate where the machine has it. What that
/// refuses, the JDK's zlib judges: it takes streams that fill a cluster without saying that they end there, as
/// QEMU does, and knows the reason for the others.
public final class DeflateCodec implements ClusterCodec {

    /// Both have native memory of their own; the sink's threads live as long as the transfer.
    private final ThreadLocal<Optional<Libdeflate.Decompressor>> decompressors;
    private final ThreadLocal<Inflater> inflaters;

    private DeflateCodec(boolean isRaw) {
        this.decompressors =
                ThreadLocal.withInitial(() -> Libdeflate.find().map(library -> library.decompressor(isRaw)));
        this.inflaters = ThreadLocal.withInitial(() -> new Inflater(isRaw));
    }

    /// Nothing but deflate.
    public static DeflateCodec raw() {
        return new DeflateCodec(true);
    }

    /// In the zlib format (RFC 1950): with a header before it and a checksum behind.
    public static DeflateCodec zlib() {
        return new DeflateCodec(false);
    }

    @Override
    public void unpack(ByteBuffer packed, ByteBuffer into) throws IOException {
        Optional<Libdeflate.Decompressor> decompressor = decompressors.get();
        if (decompressor.isPresent() && decompressor.get().fills(packed, into)) {
            into.position(into.limit());
        } else {
            inflate(packed, into);
        }
    }

    private void inflate(ByteBuffer packed, ByteBuffer into) throws IOException {
        Inflater inflater = inflaters.get();
        inflater.reset();
        inflater.setInput(packed);
        try {
            while (into.hasRemaining()) {
                if (inflater.inflate(into) == 0 && into.hasRemaining()) {
                    throw new IOException("its deflate stream ends too early");
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("its deflate stream is broken: " + e.getMessage(), e);
        }
    }
}
