// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.contract.ContentType;
import io.cdi.engine.ByteCount;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// The file that is uploaded, as it was when the upload began.
///
/// @param format as qemu-img calls it, or `archive`
/// @param packings around the image, outermost first
/// @param diskBytes of the disk in it, where that is known
record LocalImage(
        Path file, long bytes, Instant modified, String format, List<String> packings, OptionalLong diskBytes) {

    /// Looks into it, so that a file which is no image is refused before anything is made in the cluster.
    static LocalImage of(Path file, ContentType content, Map<String, String> environment) throws IOException {
        long bytes = Files.size(file);
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        if (!Files.isRegularFile(file) || bytes == 0) {
            throw new TransferException.Permanent("read " + file + ": it is no file with an image");
        }
        if (content == ContentType.ARCHIVE) {
            return new LocalImage(file, bytes, modified, "archive", List.of(), OptionalLong.empty());
        }
        Inspection found = new Importer(environment).inspect(new Source.LocalFile(file), Source.Effort.DEFAULT);
        List<String> packings = found.packings().stream()
                .map(packing -> packing.name().toLowerCase(Locale.ROOT))
                .toList();
        return new LocalImage(file, bytes, modified, found.format().qemuName(), packings, found.virtualSize());
    }

    /// How large the volume must be.
    ///
    /// @param wished by the user
    long volumeBytes(OptionalLong wished) throws TransferException.Permanent {
        if (wished.isEmpty() && diskBytes.isEmpty()) {
            throw new TransferException.Permanent(
                    file + " does not tell how large its content is; give the size of the volume with --size");
        }
        long size = wished.orElseGet(diskBytes::getAsLong);
        if (size < diskBytes.orElse(0)) {
            throw new TransferException.Permanent(file + " is a disk of " + new ByteCount(diskBytes.getAsLong())
                    + ", more than --size " + new ByteCount(size));
        }
        return size;
    }
}
