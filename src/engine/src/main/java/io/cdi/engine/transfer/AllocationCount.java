// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.format.ClusterCodec;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.ImageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/// A sink that wants no data, only to know how much there is.
final class AllocationCount implements DiskSink {

    private long bytes;
    private boolean known = true;

    private AllocationCount() {}

    /// How much data the disk has, from the image's maps; empty for a format without such.
    static OptionalLong of(ImageReader reader) throws IOException {
        AllocationCount count = new AllocationCount();
        try {
            reader.copyTo(count);
        } catch (DataReached e) {
            count.known = false;
        }
        return count.known ? OptionalLong.of(count.bytes) : OptionalLong.empty();
    }

    /// The reader has no maps to tell from: it is at the data themselves.
    private static final class DataReached extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public boolean wantsData() {
        return false;
    }

    @Override
    public void mapped(long diskBytes) {
        bytes += diskBytes;
    }

    @Override
    public ByteBuffer lease() throws IOException {
        throw new DataReached();
    }

    @Override
    public void put(ByteBuffer leased, List<Piece> pieces, ClusterCodec codec) throws IOException {
        throw new DataReached();
    }

    @Override
    public void passed(long fileOffset) {}
}
