// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ClusterCodec;
import io.cdi.engine.format.DeflateCodec;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.DiskSink.Piece;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.ImageInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Compressed grains in the order of the file. Each begins with a marker (`SparseGrainMarker`): its sector on
/// the disk, and its packed length; a length of 0 marks metadata, of which the end-of-stream marker ends the
/// grains.
final class GrainStream {

    static final int LARGEST_GRAIN = DiskSink.BUFFER_BYTES / 2;

    private static final int SECTOR = SparseHeader.SECTOR;
    private static final int MARKER_BYTES = 12;
    private static final int END_OF_STREAM = 0;
    private static final int LAST_METADATA = 3;
    private static final long MOST_GRAINS = 1L << 28;
    /// What one buffer may become on the disk, so that all cores get their share.
    private static final int MOST_UNPACKED = 2 << 20;

    private final ImageFront front;
    private final ImageInput input;
    private final SparseHeader header;
    private final int largestPacked;
    private final ClusterCodec codec = DeflateCodec.zlib();
    private final BitSet seen = new BitSet();
    private final GrainCensus census = new GrainCensus();

    GrainStream(ImageFront front, SparseHeader header) {
        this.front = front;
        this.input = front.input();
        this.header = header;
        this.largestPacked = header.grainBytes() + header.grainBytes() / 8 + SECTOR;
    }

    void copyTo(DiskSink sink) throws IOException {
        if (header.capacity() / header.grain() > MOST_GRAINS) {
            throw front.needsScratch("it has too many grains");
        }
        Optional<GrainCensus> expected = new GrainTables(front, header).census();
        if (!sink.wantsData() && expected.isPresent()) {
            sink.mapped(Math.min(header.virtualSize(), expected.get().count() * header.grainBytes()));
            return;
        }
        input.skipTo(Math.max(input.position(), Math.max(header.overhead() * SECTOR, input.resumeAt())));
        boolean more = true;
        while (more) {
            ByteBuffer buffer = sink.lease();
            List<Piece> pieces = new ArrayList<>();
            more = fill(buffer, pieces, expected);
            buffer.flip();
            sink.put(buffer, pieces, codec);
            if (more) {
                sink.passed(input.position());
            }
        }
        if (expected.isPresent() && !expected.get().sameAs(census)) {
            throw front.damaged("its grain tables do not agree with its grains");
        }
    }

    /// Reads grains until the buffer is full. Returns whether there may be more.
    private boolean fill(ByteBuffer buffer, List<Piece> pieces, Optional<GrainCensus> expected) throws IOException {
        int unpacked = 0;
        while (unpacked < MOST_UNPACKED && buffer.remaining() >= largestPacked + 2 * SECTOR) {
            if (expected.isPresent() && expected.get().count() == census.count()) {
                return false;
            }
            int start = buffer.position();
            long place = input.position();
            if (input.readUpTo(buffer, SECTOR) < SECTOR) {
                throw input.truncated(place + SECTOR);
            }
            ByteBuffer marker =
                    buffer.slice(start, MARKER_BYTES + Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long value = marker.getLong();
            int length = marker.getInt();
            if (length != 0) {
                Piece grain = grain(buffer, start, value, length);
                census.add(value, place / SECTOR);
                pieces.add(grain);
                unpacked += grain.diskLength();
            } else {
                int type = marker.getInt();
                buffer.position(start);
                if (type == END_OF_STREAM && value == 0 && expected.isEmpty()) {
                    return false;
                }
                skipMetadata(place, value, type);
            }
        }
        return true;
    }

    private Piece grain(ByteBuffer buffer, int start, long sector, int length) throws IOException {
        boolean isGrain = sector >= 0 && sector < header.capacity() && sector % header.grain() == 0;
        if (!isGrain || length < 0 || length > largestPacked) {
            throw front.damaged("before byte " + input.position() + " there is a grain of "
                    + Integer.toUnsignedString(length) + " bytes for sector " + Long.toUnsignedString(sector));
        }
        int index = (int) (sector / header.grain());
        if (seen.get(index)) {
            throw front.damaged("the grain of sector " + sector + " comes twice");
        }
        seen.set(index);
        int rest = Math.ceilDiv(MARKER_BYTES + length, SECTOR) * SECTOR - SECTOR;
        int read = input.readUpTo(buffer, rest);
        // The last sector of a file may lack its padding.
        if (SECTOR + read < MARKER_BYTES + length) {
            throw input.truncated(input.position() + rest - read);
        }
        long diskOffset = sector * SECTOR;
        return Piece.packed(start + MARKER_BYTES, length, diskOffset, header.bytesAt(diskOffset));
    }

    /// Grain tables, the grain directory and the footer: `value` sectors behind the marker.
    private void skipMetadata(long place, long value, int type) throws IOException {
        boolean isKnown = type >= END_OF_STREAM && type <= LAST_METADATA;
        long longest = Math.max(header.tables() * Integer.BYTES, header.tableBytes()) / SECTOR + 1;
        if (!isKnown || value < 0 || value > longest) {
            throw unknown(place, value, type);
        }
        input.skipTo(input.position() + value * SECTOR);
    }

    private TransferException unknown(long place, long value, int type) {
        return front.damaged("at byte " + place + " there is a marker of type " + Integer.toUnsignedString(type)
                + " for " + Long.toUnsignedString(value) + " sectors");
    }
}
