// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/// Makes tars in memory, also such as no tool would make.
final class TarBytes {

    static final long MODIFIED_SECONDS = 1_600_000_000;
    private static final int RECORD_BYTES = 512;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());

    TarBytes() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    TarBytes file(String name, int mode, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, mode);
        entry.setSize(data.length);
        tar.putArchiveEntry(entry);
        tar.write(data);
        tar.closeArchiveEntry();
        return this;
    }

    TarBytes directory(String name, int mode) throws IOException {
        return put(entry(name, TarConstants.LF_DIR, mode));
    }

    TarBytes symbolicLink(String name, String target) throws IOException {
        return link(name, target, TarConstants.LF_SYMLINK);
    }

    TarBytes hardLink(String name, String target) throws IOException {
        return link(name, target, TarConstants.LF_LINK);
    }

    TarBytes special(String name, byte kind) throws IOException {
        return put(entry(name, kind, 0644));
    }

    /// An entry of any kind with content of its own.
    TarBytes entry(String name, byte kind, String target, byte[] content) throws IOException {
        TarArchiveEntry entry = entry(name, kind, 0644);
        entry.setLinkName(target);
        entry.setSize(content.length);
        header(entry);
        bytes.writeBytes(Arrays.copyOf(content, Math.ceilDiv(content.length, RECORD_BYTES) * RECORD_BYTES));
        return this;
    }

    /// A sparse file (GNU tar's own format) that is a hole but for its first byte.
    TarBytes hollowFile(String name, long size) throws IOException {
        TarArchiveEntry entry = entry(name, TarConstants.LF_GNUTYPE_SPARSE, 0644);
        entry.setSize(1);
        ByteBuffer header = ByteBuffer.wrap(headerOf(entry));
        header.put(TarConstants.MAGIC_OFFSET, "ustar  \0".getBytes(StandardCharsets.US_ASCII));
        for (long[] field : new long[][] {{386, 0}, {398, 1}, {410, size}, {422, 0}, {483, size}}) {
            header.put((int) field[0], "%012o".formatted(field[1]).getBytes(StandardCharsets.US_ASCII));
        }
        header.put(TarConstants.CHKSUM_OFFSET, " ".repeat(8).getBytes(StandardCharsets.US_ASCII));
        long sum = TarUtils.computeCheckSum(header.array());
        TarUtils.formatCheckSumOctalBytes(sum, header.array(), TarConstants.CHKSUM_OFFSET, 8);
        bytes.writeBytes(header.array());
        bytes.writeBytes(Arrays.copyOf(new byte[] {1}, RECORD_BYTES));
        return this;
    }

    /// The header of a file, and nothing of its data.
    TarBytes hugeFile(String name, long size) throws IOException {
        TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, 0644);
        entry.setSize(size);
        return header(entry);
    }

    /// A GNU long name of so many bytes.
    TarBytes longNameHeader(int size) throws IOException {
        TarArchiveEntry entry = entry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, 0644);
        entry.setSize(size);
        header(entry);
        byte[] name = new byte[size];
        Arrays.fill(name, (byte) 'n');
        bytes.writeBytes(name);
        return this;
    }

    byte[] bytes() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    /// Where the end mark begins.
    static int endMark(byte[] tar) {
        int end = tar.length;
        while (end > 0 && tar[end - 1] == 0) {
            end--;
        }
        return (end + RECORD_BYTES - 1) / RECORD_BYTES * RECORD_BYTES;
    }

    private TarBytes link(String name, String target, byte kind) throws IOException {
        TarArchiveEntry entry = entry(name, kind, 0777);
        entry.setLinkName(target);
        return put(entry);
    }

    private TarBytes put(TarArchiveEntry entry) throws IOException {
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
        return this;
    }

    private TarBytes header(TarArchiveEntry entry) throws IOException {
        byte[] header = headerOf(entry);
        tar.flush();
        bytes.writeBytes(header);
        return this;
    }

    private static byte[] headerOf(TarArchiveEntry entry) throws IOException {
        byte[] header = new byte[RECORD_BYTES];
        entry.writeEntryHeader(header, ZipEncodingHelper.getZipEncoding(StandardCharsets.UTF_8), true);
        return header;
    }

    private static TarArchiveEntry entry(String name, byte kind, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setMode(mode);
        entry.setModTime(MODIFIED_SECONDS * 1000);
        return entry;
    }
}
