// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/// Walks through a tar in one pass, by commons-compress. Its reading of sparse files ends at 2 GiB or 8 GiB and goes
/// through each zero of a hole, so it gets to see them as plain files, and their maps are followed here.
///
/// Not for several threads.
public final class TarEntries implements Closeable {

    /// A directory with a list of its files as content, in incremental archives of GNU tar.
    private static final byte DUMP_DIRECTORY = 'D';

    /// The most that the headers of one entry may have: the map of a sparse file with 200000 pieces fits.
    private static final int HEADER_LIMIT = 4 << 20;

    private final HeaderBudget bytes;
    private final Tar tar;
    private SparseMap map = SparseMap.whole(0);
    private int piece;
    private long position;

    /// @param unpacked the bytes of the tar; closed with this
    public TarEntries(InputStream unpacked) {
        this.bytes = new HeaderBudget(unpacked, HEADER_LIMIT);
        this.tar = new Tar(bytes);
    }

    /// Goes on to the next entry; null behind the last one.
    public @Nullable TarEntry next() throws IOException {
        if (tar.getCurrentEntry() != null) {
            // The library would do so by reading.
            long _ = tar.skip(Long.MAX_VALUE);
        }
        bytes.beginHeaders();
        try {
            tar.forgetMap();
            TarArchiveEntry header = tar.getNextEntry();
            if (header == null) {
                return null;
            }
            map = map(header);
            piece = 0;
            position = 0;
            return new TarEntry(header, map);
        } finally {
            bytes.endHeaders();
        }
    }

    /// Reads content of the present entry, holes as zeros.
    ///
    /// @return how many bytes; -1 at its end
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (position == map.sizeBytes()) {
            return -1;
        }
        int read;
        if (position < dataStart()) {
            read = (int) Math.min(count, dataStart() - position);
            Arrays.fill(into, offset, offset + read, (byte) 0);
        } else {
            read = tar.read(
                    into, offset, (int) Math.min(count, map.pieces().get(piece).end() - position));
            if (read < 0) {
                throw new EOFException("the data of a file is not whole");
            }
        }
        advance(read);
        return read;
    }

    /// Skips a hole of the present entry, or the rest of one.
    public void skipHole() {
        if (position < dataStart()) {
            position = dataStart();
        }
    }

    /// Where in the tar the content of the present entry begins. For one that is not sparse.
    public long offset() {
        return tar.getBytesRead();
    }

    /// Whether an entry had headers larger than allowed.
    public boolean isExceeded() {
        return bytes.isExceeded();
    }

    /// Whether the tar's last byte has been read, and more was asked for.
    boolean isEnded() {
        return bytes.isEnded();
    }

    /// Whether the archive has its end mark, and it has been read.
    boolean isEndMarkSeen() {
        return tar.endMarkSeen;
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /// Where data comes next, or the file ends.
    private long dataStart() {
        return piece < map.pieces().size() ? map.pieces().get(piece).offset() : map.sizeBytes();
    }

    private void advance(long count) {
        position += count;
        if (piece < map.pieces().size() && position == map.pieces().get(piece).end()) {
            piece++;
        }
    }

    private SparseMap map(TarArchiveEntry header) throws IOException {
        if (header.isDirectory()) {
            if (header.getLinkFlag() == DUMP_DIRECTORY) {
                // For the library no directory has content.
                long _ = bytes.skip(
                        Math.ceilDiv(header.getSize(), TarConstants.DEFAULT_RCDSIZE) * TarConstants.DEFAULT_RCDSIZE);
            }
            return SparseMap.whole(0);
        }
        if (header.isSparse()) {
            throw new IOException("a sparse file is packed in a way that only star knows");
        }
        if (tar.gnuMap != null) {
            return tar.gnuMap;
        }
        if (tar.paxMap.isEmpty()) {
            return SparseMap.whole(header.getSize());
        }
        GnuSparse.name(tar.paxMap).ifPresent(header::setName);
        return GnuSparse.ofPax(tar.paxMap, tar);
    }

    /// The library's reader, which does not see that a file is sparse.
    private static final class Tar extends TarArchiveInputStream {
        private static final int GLOBAL_HEADERS_LIMIT = 1 << 20;
        private static final int SIZE_OFFSET = 124;

        private final List<PaxRecord> paxMap = new ArrayList<>();
        private @Nullable SparseMap gnuMap;
        private @Nullable InputStream paxHeader;
        private boolean endMarkSeen;
        private long globalHeaderBytes;

        Tar(InputStream in) {
            super(in, StandardCharsets.UTF_8.name());
        }

        void forgetMap() {
            paxMap.clear();
            gnuMap = null;
        }

        @Override
        protected byte @Nullable [] readRecord() throws IOException {
            paxHeader = null;
            byte[] record = super.readRecord();
            if (record == null) {
                return null;
            }
            return switch (record[TarConstants.LF_OFFSET]) {
                case TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> {
                    globalHeaderBytes += TarUtils.parseOctalOrBinary(record, SIZE_OFFSET, TarConstants.SIZELEN);
                    if (globalHeaderBytes > GLOBAL_HEADERS_LIMIT) {
                        throw new IOException("too many global headers");
                    }
                    yield record;
                }
                case TarConstants.LF_GNUTYPE_SPARSE -> plain(record.clone());
                default -> record;
            };
        }

        private byte[] plain(byte[] header) throws IOException {
            if (!TarUtils.verifyCheckSum(header)) {
                throw new IOException("a header has a wrong checksum");
            }
            gnuMap = GnuSparse.ofHeader(header, super::readRecord);
            GnuSparse.makePlain(header);
            return header;
        }

        /// What is in an extended header goes through here as well.
        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            TarArchiveEntry current = getCurrentEntry();
            if (current == null || !(current.isPaxHeader() || current.isGlobalPaxHeader())) {
                return super.read(into, offset, count);
            }
            if (paxHeader == null) {
                List<PaxRecord> ofThisEntry = current.isPaxHeader() ? paxMap : new ArrayList<>();
                paxHeader = new ByteArrayInputStream(PaxRecord.take(whole(), GnuSparse::isAbout, ofThisEntry));
            }
            return paxHeader.read(into, offset, count);
        }

        private byte[] whole() throws IOException {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            byte[] some = new byte[8 << 10];
            for (int read = super.read(some, 0, some.length); read >= 0; read = super.read(some, 0, some.length)) {
                whole.write(some, 0, read);
            }
            return whole.toByteArray();
        }

        @Override
        protected boolean isEOFRecord(byte @Nullable [] header) {
            boolean end = super.isEOFRecord(header);
            endMarkSeen |= end && header != null;
            return end;
        }
    }
}
