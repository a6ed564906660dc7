// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.archive;

import io.cdi.engine.TransferException;
import io.cdi.engine.packing.PeekableStream;
import io.cdi.scratch.DirectoryTarget;
import io.cdi.scratch.StagedDirectory;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Unpacks one tar into a directory. What there is already stays, unless the archive has the same name.
///
/// When it fails, what was unpacked so far stays as well: a directory cannot be replaced in one step.
public final class TarExtractor {

    private static final Logger LOG = LoggerFactory.getLogger(TarExtractor.class);
    private static final int PIECE_BYTES = 256 << 10;
    private static final byte VOLUME_LABEL = 'V';

    private final TarReader archive;
    private final ArchiveErrors errors;
    private final DirectoryTarget directory;
    private final ArchiveLimits limits;
    private final TargetTree tree;
    private final long freeBytes;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private long entries;
    private long bytes;
    private long skipped;

    private TarExtractor(TarReader archive, ArchiveErrors errors, DirectoryTarget directory, ArchiveLimits limits) {
        this.archive = archive;
        this.errors = errors;
        this.directory = directory;
        this.limits = limits;
        this.tree = new TargetTree(directory.path());
        this.freeBytes = directory.freeBytes();
    }

    /// Reads the archive to its end and makes all of it durable.
    ///
    /// @param unpacked the bytes of the tar itself; stays open
    /// @param source the source for messages
    /// @throws TransferException.Permanent when the bytes are no tar (nothing is written then), a broken or
    ///     incomplete one, or one with an entry that is refused
    /// @throws VolumeException when the volume is full or fails
    public static Extraction extract(
            PeekableStream unpacked, String source, DirectoryTarget directory, ArchiveLimits limits)
            throws IOException {
        ArchiveErrors errors = new ArchiveErrors(source);
        return new TarExtractor(TarReader.open(unpacked, errors), errors, directory, limits).run();
    }

    private Extraction run() throws IOException {
        for (TarEntry entry = archive.next(); entry != null; entry = archive.next()) {
            extract(entry);
        }
        try {
            tree.finishDirectories();
        } catch (IOException e) {
            throw errors.volume(directory.path(), e);
        }
        directory.sync();
        return new Extraction(entries, bytes, skipped);
    }

    private void extract(TarEntry entry) throws IOException {
        if (++entries > limits.entries()) {
            throw errors.tooMuch("it has more than " + limits.entries() + " entries");
        }
        try {
            EntryName name = EntryName.parse(entry.name(), limits.pathBytes());
            if (hasNoPlace(entry.header())) {
                LOG.atWarn()
                        .addKeyValue("entry", entry.name())
                        .log("Left out an entry of the archive: a device, FIFO or label has no place in a volume");
                skipped++;
            } else if (!name.isRoot()) {
                if (StagedDirectory.isReserved(name.parts().getFirst())) {
                    throw new RefusedEntry("has a name that unpacking needs for its own files");
                }
                make(entry, tree.place(name));
            }
        } catch (RefusedEntry e) {
            throw errors.refuse(entry.name(), String.valueOf(e.getMessage()));
        } catch (TransferException | VolumeException | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw errors.volume(directory.path().resolve(entry.name()), e);
        }
    }

    private static boolean hasNoPlace(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, VOLUME_LABEL -> true;
            default -> false;
        };
    }

    private void make(TarEntry file, Path place) throws IOException, RefusedEntry {
        TarArchiveEntry entry = file.header();
        if (entry.isDirectory()) {
            if (tree.directories() >= limits.directories()) {
                throw errors.tooMuch("it has more than " + limits.directories() + " directories");
            }
            tree.makeDirectory(place, entry.getMode(), entry.getLastModifiedTime());
        } else if (entry.isSymbolicLink()) {
            tree.makeSymbolicLink(place, entry.getLinkName(), entry.getLastModifiedTime());
        } else if (entry.isLink()) {
            tree.makeHardLink(place, EntryName.parse(entry.getLinkName(), limits.pathBytes()));
        } else if (entry.getLinkFlag() == TarConstants.LF_MULTIVOLUME) {
            throw new RefusedEntry("goes on from another volume of a split archive");
        } else {
            makeFile(file, place);
        }
    }

    private void makeFile(TarEntry entry, Path place) throws IOException, RefusedEntry {
        SparseMap content = entry.content();
        reserve(content.dataBytes());
        try (FileChannel file = tree.makeFile(place)) {
            for (SparseMap.Piece data : content.pieces()) {
                archive.skipHole();
                copy(file, data.offset(), data.length());
            }
            extend(file, content.sizeBytes());
        }
        tree.finish(place, entry.header().getMode(), entry.header().getLastModifiedTime());
    }

    private void reserve(long more) throws IOException {
        bytes += more;
        if (bytes > limits.bytes()) {
            throw errors.tooMuch("it has more than " + limits.bytes() + " bytes of data");
        }
        if (bytes > freeBytes) {
            directory.requireRoom(more);
        }
    }

    private void copy(FileChannel file, long offset, long count) throws IOException {
        file.position(offset);
        for (long left = count; left > 0; ) {
            int read = archive.read(piece.array(), 0, (int) Math.min(PIECE_BYTES, left));
            if (read < 0) {
                throw errors.cutOff();
            }
            piece.position(0).limit(read);
            while (piece.hasRemaining()) {
                file.write(piece);
            }
            left -= read;
        }
    }

    /// Java has no call that makes a file longer; its last byte does, and only where it lies in a hole.
    private static void extend(FileChannel file, long size) throws IOException {
        if (file.size() < size) {
            file.write(ByteBuffer.allocate(1), size - 1);
        }
    }
}
