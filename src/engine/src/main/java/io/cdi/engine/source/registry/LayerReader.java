// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.archive.TarEntries;
import io.cdi.engine.packing.Unpacking;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/// One layer from its first entry to its last verified byte. Whatever goes wrong is told as what it is: bytes
/// that are not the promised ones as a failed verification, also when a decoder stumbles over them first.
final class LayerReader implements Closeable {

    private final String what;
    private final VerifiedStream blob;
    private final InputStream unpacked;
    private final TarEntries tar;

    private LayerReader(String what, VerifiedStream blob, InputStream unpacked) {
        this.what = what;
        this.blob = blob;
        this.unpacked = unpacked;
        this.tar = new TarEntries(unpacked);
    }

    static LayerReader open(ImageStore store, Descriptor layer) throws TransferException {
        String what = "the layer " + layer.digest() + " of " + store.description();
        if (layer.isForeign() || layer.isEncrypted()) {
            throw new TransferException.BadImage("read " + what + ": its media type " + layer.mediaType()
                    + " says that it is not to be had here; make the image without foreign and encrypted layers");
        }
        VerifiedStream blob = new VerifiedStream(store.blob(layer), layer, what);
        try {
            return new LayerReader(
                    what, blob, Unpacking.inBackground(new KeptOpen(blob), what).content());
        } catch (IOException e) {
            try (blob) {
                throw explained(e, blob, what);
            } catch (IOException explained) {
                throw translated(explained, what);
            }
        }
    }

    /// One entry; its bytes are there to be read until the next one is asked for.
    ///
    /// @param sizeBytes with the holes of a sparse entry
    record Entry(String path, LayerEntry.Kind kind, long sizeBytes) {}

    Optional<Entry> next() throws TransferException {
        try {
            return Optional.ofNullable(tar.next())
                    .map(entry -> new Entry(
                            entry.name(), kind(entry.header()), entry.content().sizeBytes()));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /// Bytes of the entry that [#next] returned last; -1 at its end.
    int read(byte[] into, int offset, int length) throws TransferException {
        try {
            return tar.read(into, offset, length);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /// Reads what is left behind the last entry. Once this returns, every byte of the layer is verified.
    void finish() throws TransferException {
        try {
            drain(unpacked);
            blob.finish();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        // The decoder first: its thread may wait for bytes, which closing the blob ends.
        tar.close();
        blob.close();
    }

    private static LayerEntry.Kind kind(TarArchiveEntry entry) {
        if (entry.isLink() || entry.isSymbolicLink()) {
            return LayerEntry.Kind.LINK;
        }
        if (entry.isDirectory()) {
            return LayerEntry.Kind.DIRECTORY;
        }
        return entry.isFile() ? LayerEntry.Kind.FILE : LayerEntry.Kind.SPECIAL;
    }

    private TransferException explained(IOException e) {
        if (tar.isExceeded() || isInterrupted(e)) {
            return translated(e, what);
        }
        if (!blob.isBroken()) {
            try {
                // To its end, so that no decoder reads any more.
                drain(unpacked);
            } catch (IOException again) {
                // Most likely the same complaint; the blob's own verdict follows.
            }
        }
        return explained(e, blob, what);
    }

    /// Looks into a decoder's complaint: wrong bytes from the store are the reason that counts.
    private static TransferException explained(IOException e, VerifiedStream blob, String what) {
        if (!blob.isBroken() && !isInterrupted(e)) {
            try {
                blob.finish();
            } catch (IOException cause) {
                return translated(cause, what);
            }
        }
        return translated(e, what);
    }

    private static TransferException translated(IOException e, String what) {
        if (isInterrupted(e)) {
            return new TransferException.Transient("read " + what + ": interrupted", e);
        }
        return e instanceof TransferException known
                ? known
                : new TransferException.BadImage("read " + what + ": it is damaged, or no tar: " + e.getMessage(), e);
    }

    private static boolean isInterrupted(IOException e) {
        return e instanceof InterruptedIOException || e instanceof ClosedByInterruptException;
    }

    /// Unpacking closes what it reads when it fails, but why it failed is only known at the end of the blob.
    private static final class KeptOpen extends FilterInputStream {
        KeptOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // Whoever opened the blob closes it.
        }
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }
}
