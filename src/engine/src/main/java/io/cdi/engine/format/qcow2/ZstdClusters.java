// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.qcow2;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.cdi.engine.format.ClusterCodec;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/// Clusters compressed as one zstd frame each (compression type 1).
final class ZstdClusters implements ClusterCodec {

    /// Frees the contexts of threads that have ended; they have no cleaner of their own.
    private static final Cleaner CLEANER = Cleaner.create();

    private final ThreadLocal<ZstdDecompressCtx> contexts = ThreadLocal.withInitial(this::context);

    private ZstdDecompressCtx context() {
        ZstdDecompressCtx made = new ZstdDecompressCtx();
        CLEANER.register(this, made::close);
        return made;
    }

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
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
