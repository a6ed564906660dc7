// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;

/// The index and footer at the end of an .xz stream (file format 1.2, sections 2.1.2 and 4), as they must be
/// after the blocks that were added. Keeps a sum of the records, not the records: there may be any number of
/// them.
final class XzIndex {

    private static final int FOOTER_BYTES = 12;

    private final byte[] flags;
    private final CRC32 expectedSum = new CRC32();
    private long blocks;
    private long recordBytes;

    /// @param flags the two bytes of the stream's header
    XzIndex(byte[] flags) {
        this.flags = flags;
    }

    void add(XzBlockHeader block) {
        byte[] record = record(block);
        expectedSum.update(record);
        recordBytes += record.length;
        blocks++;
    }

    /// The index and footer of a stream with this block alone.
    static byte[] ofSingle(XzBlockHeader block, byte[] flags) {
        XzIndex index = new XzIndex(flags);
        index.add(block);
        return index.withRecords(record(block));
    }

    /// The index and footer as they must stand in the file.
    byte[] withRecords(byte[] records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head());
        out.writeBytes(records);
        out.writeBytes(new byte[padding()]);
        CRC32 sum = new CRC32();
        sum.update(out.toByteArray());
        XzInteger.writeLittleEndian(out, sum.getValue());
        out.writeBytes(footer());
        return out.toByteArray();
    }

    /// Reads the index and footer that stand next and compares them with what they must be.
    void verify(PeekableStream packed, PackingErrors errors) throws IOException {
        CRC32 sum = new CRC32();
        expect(head(), packed, sum, errors);
        CRC32 records = new CRC32();
        byte[] piece = new byte[8192];
        for (long left = recordBytes; left > 0; ) {
            int read = packed.read(piece, 0, (int) Math.min(left, piece.length));
            if (read < 0) {
                throw errors.cutOff();
            }
            records.update(piece, 0, read);
            sum.update(piece, 0, read);
            left -= read;
        }
        if (records.getValue() != expectedSum.getValue()) {
            throw wrong(errors);
        }
        expect(new byte[padding()], packed, sum, errors);
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        XzInteger.writeLittleEndian(end, sum.getValue());
        end.writeBytes(footer());
        expect(end.toByteArray(), packed, sum, errors);
    }

    /// What the index says of a block.
    static byte[] record(XzBlockHeader block) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        XzInteger.write(record, block.unpaddedBytes());
        XzInteger.write(record, block.unpackedBytes());
        return record.toByteArray();
    }

    private byte[] head() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(0);
        XzInteger.write(head, blocks);
        return head.toByteArray();
    }

    private int padding() {
        return (int) (-(head().length + recordBytes) & 3);
    }

    private byte[] footer() {
        ByteArrayOutputStream body = new ByteArrayOutputStream(FOOTER_BYTES);
        XzInteger.writeLittleEndian(body, (head().length + recordBytes + padding()) / 4);
        body.writeBytes(flags);
        CRC32 sum = new CRC32();
        sum.update(body.toByteArray());
        ByteArrayOutputStream footer = new ByteArrayOutputStream(FOOTER_BYTES);
        XzInteger.writeLittleEndian(footer, sum.getValue());
        footer.writeBytes(body.toByteArray());
        footer.write('Y');
        footer.write('Z');
        return footer.toByteArray();
    }

    private static void expect(byte[] expected, PeekableStream packed, CRC32 sum, PackingErrors errors)
            throws IOException {
        byte[] actual = packed.readNBytes(expected.length);
        if (actual.length < expected.length) {
            throw errors.cutOff();
        }
        if (!Arrays.equals(actual, expected)) {
            throw wrong(errors);
        }
        sum.update(actual);
    }

    private static IOException wrong(PackingErrors errors) {
        return errors.corrupt("the index does not match the blocks");
    }
}
