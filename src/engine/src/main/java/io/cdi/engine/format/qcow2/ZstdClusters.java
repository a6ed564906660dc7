// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.qcow2;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.cdi.engine.format.ClusterCodec;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Clusters compressed as one zstd frame each (compression type 1).
final class ZstdClusters implements ClusterCodec {

    private final ThreadLocal<ZstdDecompressCtx> contexts = ThreadLocal.withInitial(ZstdDecompressCtx::new);

    @Override
    public void unpack(ByteBuffer packed, ByteBuffer into) throws IOException {
        ZstdDecompressCtx context = contexts.get();
        context.reset();
        try {
            boolean ended = false;
            while (into.hasRemaining()) {
                int before = into.position() - packed.remaining();
                ended = context.decompressDirectByteBufferStream(into, packed);
                boolean stuck = into.position() - packed.remaining() == before;
                if (into.hasRemaining() && (ended || stuck)) {
                    throw new IOException("its zstd frame ends too early");
                }
            }
        } catch (ZstdException e) {
            throw new IOException("its zstd frame is broken: " + e.getMessage(), e);
        }
    }
}
