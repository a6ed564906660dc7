// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vmdk;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.DiskSink;
import io.cdi.engine.format.ImageFront;
import io.cdi.engine.format.ImageInput;
import io.cdi.engine.format.ImageReader;
import java.io.IOException;
import java.util.OptionalLong;

/// Reads a VMDK: monolithic sparse or stream-optimized.
public final class VmdkReader implements ImageReader {

    private static final int LARGEST_DESCRIPTOR = 1 << 20;

    private final ImageFront front;
    private final SparseHeader header;

    private VmdkReader(ImageFront front, SparseHeader header) {
        this.front = front;
        this.header = header;
    }

    /// Reads and checks header and descriptor.
    public static VmdkReader open(ImageInput input) throws IOException {
        ImageFront front = new ImageFront(input);
        byte[] first = new byte[SparseHeader.BYTES];
        int read = input.readUpTo(first, 0, first.length);
        String magic = ImageFront.text(first, 0, 4);
        switch (magic) {
            case "KDMV" -> {}
            case "COWD" ->
                throw input.refuse("it is a COWD VMDK of an ESX server, a part of a disk; convert the disk with"
                        + " vmkfstools -i or qemu-img convert -O qcow2");
            case "# Di" -> throw VmdkDescriptor.parse(first).refusal(input);
            default -> throw front.damaged("it does not begin like a VMDK");
        }
        if (read < first.length) {
            throw input.truncated(first.length);
        }
        SparseHeader header = SparseHeader.parse(front, first);
        descriptor(front, header).check(input);
        checkIsReadable(front, header);
        return new VmdkReader(front, header);
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.VMDK;
    }

    @Override
    public OptionalLong virtualSize() {
        return OptionalLong.of(header.virtualSize());
    }

    @Override
    public long copyTo(DiskSink sink) throws IOException {
        if (header.isDeflated()) {
            new GrainStream(front, header).copyTo(sink);
        } else {
            new GrainMap(front, header).copyTo(sink);
        }
        return header.virtualSize();
    }

    private static VmdkDescriptor descriptor(ImageFront front, SparseHeader header) throws IOException {
        long sectors = header.descriptorSectors();
        if (header.descriptor() == 0 || sectors == 0) {
            return VmdkDescriptor.parse(new byte[0]);
        }
        boolean fits = sectors > 0 && sectors <= LARGEST_DESCRIPTOR / SparseHeader.SECTOR;
        if (!fits || header.descriptor() < 0 || header.descriptor() > SparseHeader.LAST_SECTOR) {
            throw front.damaged("its descriptor has " + Long.toUnsignedString(sectors) + " sectors at sector "
                    + Long.toUnsignedString(header.descriptor()));
        }
        int bytes = (int) sectors * SparseHeader.SECTOR;
        return VmdkDescriptor.parse(front.bytesAt(header.descriptor() * SparseHeader.SECTOR, bytes));
    }

    private static void checkIsReadable(ImageFront front, SparseHeader header) throws TransferException {
        if (header.isDeflated() && !header.hasMarkers()) {
            throw front.needsScratch("its grains are compressed, but not marked with their places");
        }
        if (header.isDeflated() && header.grainBytes() > GrainStream.LARGEST_GRAIN) {
            throw front.needsScratch("its compressed grains have " + header.grainBytes() + " bytes");
        }
        if (!header.isDeflated() && header.directory() == SparseHeader.AT_END) {
            throw front.needsScratch("its tables stand behind the data");
        }
    }
}
