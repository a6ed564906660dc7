// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.packing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2Options;

/// An .xz stream of several blocks with their sizes in their headers, as `xz -T` makes it and xz-java cannot.
final class SizedXz {

    private static final byte[] MAGIC = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};
    private static final byte[] CRC32_FLAGS = {0, 1};
    private static final int CHECK_BYTES = 4;
    private static final int DICTIONARY_CODE = 12;
    private static final int DICTIONARY_BYTES = 256 << 10;

    private SizedXz() {}

    static byte[] pack(byte[] content, int blockBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(CRC32_FLAGS);
        out.writeBytes(sum(CRC32_FLAGS));
        XzIndex index = new XzIndex(CRC32_FLAGS);
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int at = 0; at < content.length; at += blockBytes) {
            byte[] block = block(Arrays.copyOfRange(content, at, Math.min(content.length, at + blockBytes)));
            out.writeBytes(block);
            XzBlockHeader header = XzBlockHeader.parse(block, 0, CHECK_BYTES).orElseThrow();
            index.add(header);
            records.writeBytes(XzIndex.record(header));
        }
        out.writeBytes(index.withRecords(records.toByteArray()));
        return out.toByteArray();
    }

    private static byte[] block(byte[] content) {
        byte[] packed = lzma2(content);
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        fields.write(0xC0);
        XzInteger.write(fields, packed.length);
        XzInteger.write(fields, content.length);
        fields.writeBytes(new byte[] {0x21, 1, DICTIONARY_CODE});
        int headerBytes = (1 + fields.size() + 4 + 3) & -4;
        byte[] header = new byte[headerBytes - 4];
        header[0] = (byte) (headerBytes / 4 - 1);
        System.arraycopy(fields.toByteArray(), 0, header, 1, fields.size());
        return PackedBytes.concat(header, sum(header), packed, new byte[-packed.length & 3], sum(content));
    }

    private static byte[] lzma2(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try {
            LZMA2Options options = new LZMA2Options(0);
            options.setDictSize(DICTIONARY_BYTES);
            try (FinishableOutputStream out =
                    options.getOutputStream(new FinishableWrapperOutputStream(packed), ArrayCache.getDummyCache())) {
                out.write(content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] sum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XzInteger.writeLittleEndian(out, crc.getValue());
        return out.toByteArray();
    }
}
