// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.qcow2;

import io.cdi.engine.format.ClusterCodec;
import io.cdi.engine.format.DeflateCodec;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.ForwardPass;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.format.Runs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// Reads a qcow2 image: header, then L1, L2 and clusters as they come by.
public final class Qcow2Reader implements ImageReader {

    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;
    private static final long COMPRESSED = 1L << 62;
    private static final long ALL_ZERO = 1;
    private static final int SUBCLUSTERS = 32;

    private final ImageInput input;
    private final Qcow2Header header;

    private Qcow2Reader(ImageInput input, Qcow2Header header) {
        this.input = input;
        this.header = header;
    }

    /// Reads and checks the header.
    public static Qcow2Reader open(ImageInput input) throws IOException {
        return new Qcow2Reader(input, Qcow2Header.read(input));
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.QCOW2;
    }

    @Override
    public OptionalLong virtualSize() {
        return OptionalLong.of(header.virtualSize());
    }

    @Override
    public long copyTo(DiskSink sink) throws IOException {
        ClusterCodec codec = header.zstd() ? new ZstdClusters() : DeflateCodec.raw();
        ForwardPass pass = new ForwardPass(input, sink, codec);
        wantL1(pass);
        pass.run();
        return header.virtualSize();
    }

    private void wantL1(ForwardPass pass) throws IOException {
        int perTable = ForwardPass.LARGEST_TABLE / Long.BYTES;
        for (int first = 0; first < header.l1Entries(); first += perTable) {
            int entries = Math.min(perTable, header.l1Entries() - first);
            long diskOffset = first * header.l2Reach();
            pass.wantTable(
                    header.l1Offset() + (long) first * Long.BYTES,
                    entries * Long.BYTES,
                    table -> readL1(table, diskOffset, pass));
        }
    }

    /// "L1 table entry": bits 9 to 55 are the place of an L2 table, 0 for none.
    private void readL1(ByteBuffer table, long firstDiskOffset, ForwardPass pass) throws IOException {
        long diskOffset = firstDiskOffset;
        while (table.hasRemaining()) {
            long l2Offset = table.getLong() & OFFSET_MASK;
            if (l2Offset != 0) {
                check(l2Offset, "an L2 table");
                long mapped = diskOffset;
                long clusters = Math.min(header.l2Entries(), clustersFrom(diskOffset));
                pass.wantTable(l2Offset, (int) clusters * header.l2EntryBytes(), l2 -> readL2(l2, mapped, pass));
            }
            diskOffset += header.l2Reach();
        }
    }

    private long clustersFrom(long diskOffset) {
        long bytes = header.virtualSize() - diskOffset;
        return (bytes + header.clusterBytes() - 1) >> header.clusterBits();
    }

    private void readL2(ByteBuffer table, long firstDiskOffset, ForwardPass pass) throws IOException {
        Runs runs = new Runs();
        long diskOffset = firstDiskOffset;
        while (table.hasRemaining()) {
            long entry = table.getLong();
            long subclusters = header.extendedL2() ? table.getLong() : 0;
            if ((entry & COMPRESSED) != 0) {
                addCompressed(entry, diskOffset, runs);
            } else if (header.extendedL2()) {
                addSubclusters(entry & OFFSET_MASK, (int) subclusters, diskOffset, runs);
            } else if ((header.version() == 2 || (entry & ALL_ZERO) == 0) && (entry & OFFSET_MASK) != 0) {
                addPlain(entry & OFFSET_MASK, 0, header.clusterBytes(), diskOffset, runs);
            }
            diskOffset += header.clusterBytes();
        }
        pass.want(runs);
    }

    /// "Extended L2 Entries": the low 32 bits say which subclusters have data in the cluster; of the others
    /// nothing is kept that would not be zero, as there is no backing file.
    private void addSubclusters(long cluster, int allocated, long diskOffset, Runs runs) throws IOException {
        int bytes = header.clusterBytes() / SUBCLUSTERS;
        for (int index = 0; index < SUBCLUSTERS; index++) {
            if ((allocated & (1 << index)) != 0) {
                addPlain(cluster, index * bytes, bytes, diskOffset, runs);
            }
        }
    }

    private void addPlain(long cluster, int start, int length, long diskOffset, Runs runs) throws IOException {
        check(cluster, "a cluster");
        long place = diskOffset + start;
        long onDisk = Math.min(length, header.virtualSize() - place);
        if (onDisk > 0) {
            runs.addPlain(cluster + start, place, onDisk);
        }
    }

    /// "Compressed Clusters Descriptor": x = 62 - (cluster_bits - 8) bits of a byte offset, above it the
    /// number of further 512-byte sectors.
    private void addCompressed(long entry, long diskOffset, Runs runs) throws IOException {
        int offsetBits = 62 - (header.clusterBits() - 8);
        long offset = entry & ((1L << offsetBits) - 1);
        long furtherSectors = (entry & ~(3L << 62)) >>> offsetBits;
        if (offset == 0 || offset >= input.length().orElse(Long.MAX_VALUE)) {
            throw broken("a compressed cluster", offset);
        }
        long length = (furtherSectors + 1) * 512 - (offset & 511);
        int onDisk = (int) Math.min(header.clusterBytes(), header.virtualSize() - diskOffset);
        runs.addPacked(offset, (int) Math.min(length, DiskSink.BUFFER_BYTES), diskOffset, onDisk);
    }

    private void check(long offset, String what) throws IOException {
        if (!header.isClusterOfFile(offset, input)) {
            throw broken(what, offset);
        }
    }

    private IOException broken(String what, long offset) {
        return input.refuse("the qcow2 image is broken: " + what + " is said to be at " + offset
                + ", outside the image or between clusters; get an intact copy");
    }
}
