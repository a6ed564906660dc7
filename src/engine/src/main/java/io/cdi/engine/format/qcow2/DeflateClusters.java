// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.qcow2;

import io.cdi.engine.format.ClusterCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Clusters compressed with raw deflate (compression type 0).
final class DeflateClusters implements ClusterCodec {

    /// An inflater has native memory of its own; the sink's threads live as long as the transfer.
    private final ThreadLocal<Inflater> inflaters = ThreadLocal.withInitial(() -> new Inflater(true));

    @Override
    public void unpack(ByteBuffer packed, ByteBuffer into) throws IOException {
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
