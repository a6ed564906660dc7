// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.format.vhdx;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.ImageFront;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The header section (2.2): an identifier, two headers of which the newer valid one counts, and two equal
/// region tables.
///
/// @param logIsEmpty whether all that was ever written is in its place
record VhdxHeader(boolean logIsEmpty, VhdxRegions regions) {

    private static final int SECTION_BYTES = 320 << 10;
    private static final int FIRST_HEADER = 64 << 10;
    private static final int SECOND_HEADER = 128 << 10;
    private static final int HEADER_BYTES = 4 << 10;
    private static final int FIRST_REGIONS = 192 << 10;
    private static final int SECOND_REGIONS = 256 << 10;
    private static final int CHECKSUM_OFFSET = 4;

    private record Candidate(long sequence, int version, boolean logIsEmpty) {}

    static VhdxHeader read(ImageFront front) throws IOException {
        byte[] section = front.bytesAt(0, SECTION_BYTES);
        if (!signatureIs(slice(section, 0, HEADER_BYTES), "vhdxfile")) {
            throw front.damaged("it does not begin with a VHDX identifier");
        }
        Candidate newest = Stream.of(FIRST_HEADER, SECOND_HEADER)
                .flatMap(offset -> header(slice(section, offset, HEADER_BYTES)).stream())
                .max(Comparator.comparingLong(Candidate::sequence))
                .orElseThrow(() -> front.damaged("none of its two VHDX headers has a right checksum"));
        if (newest.version() != 1) {
            throw front.needsScratch("it is a VHDX of version " + newest.version());
        }
        return new VhdxHeader(newest.logIsEmpty(), regions(front, section));
    }

    /// Header (2.2.2): sequence number, log GUID (2.2.2: zero when there is nothing to replay), version.
    private static Optional<Candidate> header(ByteBuffer bytes) {
        if (!signatureIs(bytes, "head") || !checksumIsRight(bytes)) {
            return Optional.empty();
        }
        boolean logIsEmpty = bytes.getLong(48) == 0 && bytes.getLong(56) == 0;
        return Optional.of(new Candidate(bytes.getLong(8), Short.toUnsignedInt(bytes.getShort(66)), logIsEmpty));
    }

    private static VhdxRegions regions(ImageFront front, byte[] section) throws TransferException {
        for (int offset : new int[] {FIRST_REGIONS, SECOND_REGIONS}) {
            ByteBuffer table = slice(section, offset, VhdxRegions.TABLE_BYTES);
            if (signatureIs(table, "regi") && checksumIsRight(table)) {
                return VhdxRegions.parse(front, table);
            }
        }
        throw front.damaged("none of its two region tables has a right checksum");
    }

    private static ByteBuffer slice(byte[] bytes, int offset, int length) {
        return ByteBuffer.wrap(bytes, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static boolean signatureIs(ByteBuffer bytes, String signature) {
        byte[] begin = new byte[signature.length()];
        bytes.get(0, begin);
        return signature.equals(ImageFront.text(begin, 0, begin.length));
    }

    /// CRC-32C of the whole structure with zeros in place of the checksum.
    private static boolean checksumIsRight(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, CHECKSUM_OFFSET));
        crc.update(new byte[Integer.BYTES]);
        int rest = CHECKSUM_OFFSET + Integer.BYTES;
        crc.update(bytes.slice(rest, bytes.capacity() - rest));
        return (int) crc.getValue() == bytes.getInt(CHECKSUM_OFFSET);
    }
}
