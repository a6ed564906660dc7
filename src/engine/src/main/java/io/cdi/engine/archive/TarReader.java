// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.TransferException;
import io.cdi.engine.packing.PeekableStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.jspecify.annotations.Nullable;

/// The reading side: entries of a tar made strict. Headers must have their checksum, what comes before an entry (long
/// names, pax records, maps of sparse files) has a bounded size, and the archive must have its end mark.
final class TarReader {

    private final InputStream unpacked;
    private final ArchiveErrors errors;
    private final TarEntries tar;

    private TarReader(InputStream unpacked, ArchiveErrors errors) {
        this.unpacked = unpacked;
        this.errors = errors;
        this.tar = new TarEntries(unpacked);
    }

    /// @throws TransferException.Permanent when the bytes do not begin like a tar
    static TarReader open(PeekableStream unpacked, ArchiveErrors errors) throws IOException {
        byte[] head = unpacked.peek(TarConstants.DEFAULT_RCDSIZE);
        if (head.length < TarConstants.DEFAULT_RCDSIZE || !isHeader(head)) {
            throw errors.notAnArchive();
        }
        return new TarReader(unpacked, errors);
    }

    /// Goes on to the next entry; null behind the last one, when the stream has been read to its end.
    @Nullable
    TarEntry next() throws IOException {
        try {
            TarEntry entry = tar.next();
            if (entry == null) {
                finish();
            } else if (!entry.header().isCheckSumOK()) {
                throw errors.corrupt("a header has a wrong checksum");
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

    /// Goes on to where the current entry has data again.
    void skipHole() {
        tar.skipHole();
    }

    ArchiveErrors errors() {
        return errors;
    }

    private void finish() throws IOException {
        if (!tar.isEndMarkSeen()) {
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
            default -> tar.isEnded() ? errors.cutOff() : errors.corrupt(failure);
        };
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
}
