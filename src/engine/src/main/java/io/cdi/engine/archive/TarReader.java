// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.TransferException;
import io.cdi.engine.packing.PeekableStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/// The reading side: entries of a tar by commons-compress, made strict. Headers must have their checksum,
/// what comes before an entry (long names, pax records, maps of sparse files) has a bounded size, and the
/// archive must have its end mark.
final class TarReader {

    private static final int RECORD_BYTES = 512;
    /// The map of a sparse file with 200000 pieces fits.
    private static final int HEADER_LIMIT = 4 << 20;

    private static final int GLOBAL_HEADERS_LIMIT = 1 << 20;

    /// A directory with a list of its files as content, in incremental archives of GNU tar.
    private static final byte DUMP_DIRECTORY = 'D';

    private final InputStream unpacked;
    private final ArchiveErrors errors;
    private final HeaderBudget budget;
    private final Strict tar;

    private TarReader(InputStream unpacked, ArchiveErrors errors) {
        this.unpacked = unpacked;
        this.errors = errors;
        this.budget = new HeaderBudget(unpacked, HEADER_LIMIT);
        this.tar = new Strict(budget);
    }

    /// @throws TransferException.Permanent when the bytes do not begin like a tar
    static TarReader open(PeekableStream unpacked, ArchiveErrors errors) throws IOException {
        byte[] head = unpacked.peek(RECORD_BYTES);
        if (head.length < RECORD_BYTES || !isHeader(head)) {
            throw errors.notAnArchive();
        }
        return new TarReader(unpacked, errors);
    }

    /// Goes on to the next entry; null behind the last one, when the stream has been read to its end.
    @Nullable
    TarArchiveEntry next() throws IOException {
        try {
            TarArchiveEntry entry = budget.nextEntry(tar);
            if (entry == null) {
                finish();
            } else if (!entry.isCheckSumOK()) {
                throw errors.corrupt("a header has a wrong checksum");
            } else if (!tar.canReadEntryData(entry)) {
                throw errors.refuse(entry.getName(), "is of a kind that is not known");
            } else if (entry.isDirectory() && entry.getLinkFlag() == DUMP_DIRECTORY) {
                // For the library no directory has content.
                long _ = budget.skip(Math.ceilDiv(entry.getSize(), RECORD_BYTES) * RECORD_BYTES);
            }
            return entry;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw blame(e);
        }
    }

    /// Reads data of the current entry; -1 at its end.
    int read(byte[] into, int offset, int count) throws IOException {
        try {
            return tar.read(into, offset, count);
        } catch (IOException | RuntimeException e) {
            throw blame(e);
        }
    }

    /// Skips data of the current entry.
    void skip(long count) throws IOException {
        try {
            tar.skipNBytes(count);
        } catch (IOException | RuntimeException e) {
            throw blame(e);
        }
    }

    ArchiveErrors errors() {
        return errors;
    }

    private void finish() throws IOException {
        if (!tar.endMarkSeen) {
            throw errors.cutOff();
        }
        byte[] rest = new byte[64 << 10];
        while (unpacked.read(rest) >= 0) {
            // What follows the end mark is no part of the archive, but the checksums of packings stand there.
        }
    }

    private IOException blame(Throwable failure) {
        return switch (failure) {
            case TransferException ours -> ours;
            case InterruptedIOException interruption -> interruption;
            case StackOverflowError _ -> errors.corrupt("too many headers in a row");
            default ->
                budget.isEnded()
                        ? errors.cutOff()
                        : isTooLargeSparseFile(failure) ? errors.tooLargeSparseFile() : errors.corrupt(failure);
        };
    }

    /// The library takes the size of a sparse file for an int in pax headers, and for digits in GNU's, which are bytes
    /// when it is too large for them.
    private boolean isTooLargeSparseFile(Throwable failure) {
        return tar.largeSparseFileSeen || String.valueOf(failure.getMessage()).startsWith("Unable to parse int");
    }

    /// Whether it is a header, or the end mark of an archive without entries.
    private static boolean isHeader(byte[] head) {
        try {
            return isZero(head) || TarUtils.verifyCheckSum(head);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte octet : bytes) {
            if (octet != 0) {
                return false;
            }
        }
        return true;
    }

    /// Takes the end of the stream for the end of the archive only behind an end mark.
    private static final class Strict extends TarArchiveInputStream {
        private boolean endMarkSeen;
        private boolean largeSparseFileSeen;
        private long globalHeaderBytes;

        Strict(InputStream in) {
            super(in, StandardCharsets.UTF_8.name());
        }

        @Override
        protected byte @Nullable [] readRecord() throws IOException {
            byte[] header = super.readRecord();
            largeSparseFileSeen =
                    header != null && header[TYPE_OFFSET] == GNU_SPARSE_FILE && header[REAL_SIZE_OFFSET] < 0;
            if (header != null && header[TYPE_OFFSET] == GLOBAL_HEADER) {
                globalHeaderBytes += TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_BYTES);
                if (globalHeaderBytes > GLOBAL_HEADERS_LIMIT) {
                    throw new IOException("too many global headers");
                }
            }
            return header;
        }

        @Override
        protected boolean isEOFRecord(byte @Nullable [] header) {
            boolean end = super.isEOFRecord(header);
            endMarkSeen |= end && header != null;
            return end;
        }

        private static final int SIZE_OFFSET = 124;
        private static final int SIZE_BYTES = 12;
        private static final int TYPE_OFFSET = 156;
        private static final int REAL_SIZE_OFFSET = 483;
        private static final byte GLOBAL_HEADER = 'g';
        private static final byte GNU_SPARSE_FILE = 'S';
    }
}
