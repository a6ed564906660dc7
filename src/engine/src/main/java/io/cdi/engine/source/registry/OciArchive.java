// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.archive.TarEntries;
import io.cdi.engine.archive.TarEntry;
import io.cdi.engine.source.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An OCI image layout in a tar. The tar is walked once, from header to header, to learn where each file lies;
/// after that every blob is read in place, without unpacking anything.
final class OciArchive implements ImageStore {

    private static final String INDEX = "index.json";
    private static final int MOST_FILES = 100_000;

    private final Path file;
    private final Optional<String> reference;
    private final Map<String, Slice> files;

    /// Where a file's bytes lie in the tar.
    private record Slice(long offset, long length) {}

    private OciArchive(Path file, Optional<String> reference, Map<String, Slice> files) {
        this.file = file;
        this.reference = reference;
        this.files = files;
    }

    static OciArchive open(Source.OciArchive source) throws TransferException {
        Path file = source.file();
        try {
            Map<String, Slice> files = walk(file);
            if (!files.containsKey(INDEX)) {
                throw notAnArchive(file, "it has no " + INDEX, null);
            }
            return new OciArchive(file, source.reference(), files);
        } catch (TransferException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new TransferException.Permanent("open " + file + ": there is no such file", e);
        } catch (IOException e) {
            throw notAnArchive(file, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String description() {
        return "oci-archive:" + file + reference.map(name -> ":" + name).orElse("");
    }

    @Override
    public Manifest root() throws TransferException {
        Slice slice = slice(INDEX);
        if (slice.length() > ImageResolver.LARGEST_DOCUMENT_BYTES) {
            throw notAnArchive(file, INDEX + " has " + slice.length() + " bytes", null);
        }
        try (InputStream in = open(slice)) {
            Manifest manifest = ManifestJson.manifest(in.readAllBytes(), INDEX + " of " + description());
            return switch (manifest) {
                case Manifest.Image image -> image;
                case Manifest.Index index -> new Manifest.Index(named(index.entries()));
            };
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Permanent("read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public InputStream manifest(Descriptor manifest) throws TransferException {
        return blob(manifest);
    }

    @Override
    public InputStream blob(Descriptor blob) throws TransferException {
        Digest digest = blob.digest();
        return open(slice("blobs/" + digest.toString().replace(':', '/')));
    }

    @Override
    public void close() {
        // Each stream has the file open for itself.
    }

    private List<Descriptor> named(List<Descriptor> entries) throws TransferException.Permanent {
        List<Descriptor> named = entries.stream()
                .filter(entry -> reference.isEmpty() || reference.equals(entry.refName()))
                .toList();
        List<String> names =
                entries.stream().flatMap(entry -> entry.refName().stream()).toList();
        if (named.isEmpty()) {
            throw new TransferException.Permanent(
                    "read " + description() + ": the archive has no image of that name; it has "
                            + (names.isEmpty() ? "images without names" : String.join(", ", names)));
        }
        boolean isClear = named.size() == 1
                || named.stream().allMatch(entry -> entry.platform().isPresent());
        if (!isClear) {
            throw new TransferException.Permanent("read " + description() + ": the archive has " + named.size()
                    + " images; write oci-archive:FILE:NAME"
                    + (names.isEmpty() ? "" : " with one of the names " + String.join(", ", names)));
        }
        return named;
    }

    private Slice slice(String name) throws TransferException.Permanent {
        Slice slice = files.get(name);
        if (slice == null) {
            throw new TransferException.Permanent(
                    "read " + description() + ": the archive lacks " + name + "; make it again");
        }
        return slice;
    }

    private InputStream open(Slice slice) throws TransferException.Permanent {
        try {
            return FileSlice.open(file, slice.offset(), slice.length());
        } catch (IOException e) {
            throw new TransferException.Permanent("read " + file + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Slice> walk(Path file) throws IOException {
        Map<String, Slice> files = new HashMap<>();
        try (TarEntries tar = new TarEntries(new BufferedInputStream(Files.newInputStream(file)))) {
            for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (entry.isSparse()) {
                    throw notAnArchive(file, plainName(entry) + " is packed as a sparse file", null);
                }
                if (entry.header().isFile()) {
                    files.put(
                            plainName(entry),
                            new Slice(tar.offset(), entry.content().sizeBytes()));
                }
                if (files.size() > MOST_FILES) {
                    throw notAnArchive(file, "it has more than " + MOST_FILES + " files", null);
                }
            }
        }
        return files;
    }

    private static String plainName(TarEntry entry) {
        return entry.name().startsWith("./") ? entry.name().substring(2) : entry.name();
    }

    private static TransferException.Permanent notAnArchive(Path file, String reason, @Nullable Throwable cause) {
        return new TransferException.Permanent(
                "read " + file + ": it is not an OCI archive, a tar of an OCI image layout: " + reason
                        + "; make one with skopeo copy … oci-archive:FILE",
                cause);
    }
}
