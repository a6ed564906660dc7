// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.TransferException;
import io.cdi.engine.archive.ArchiveLimits;
import io.cdi.engine.archive.Extraction;
import io.cdi.engine.archive.TarExtractor;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.packing.Unpacking;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.scratch.StagedDirectory;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// One tar archive into one directory.
final class ArchiveImport {

    private final ImportRequest request;
    private final Map<String, String> environment;
    private final Progress progress;

    ArchiveImport(ImportRequest request, Map<String, String> environment, Progress progress) {
        this.request = request;
        this.environment = environment;
        this.progress = progress;
    }

    ImportResult run() throws IOException {
        if (request.source() instanceof Source.Registry || request.source() instanceof Source.OciArchive) {
            throw new TransferException.Permanent("import an archive from a container image: an image holds a disk;"
                    + " import it as one, or give the archive by another source");
        }
        try (StagedDirectory directory = StagedDirectory.open(request.target());
                Origin origin =
                        Origins.open(request.source(), request.effort(), environment, progress::sourceVersion)) {
            progress.enter(Progress.Phase.TRANSFERRING);
            WatchedOrigin watched = new WatchedOrigin(origin, progress, request.checksum());
            try (Unpacking unpacking = Unpacking.inBackground(watched.stream(), origin.description())) {
                Extraction extraction = TarExtractor.extract(
                        unpacking.content(), origin.description(), directory.stage(), ArchiveLimits.DEFAULT);
                unpacking.content().transferTo(OutputStream.nullOutputStream());
                watched.verify();
                progress.wrote(extraction.bytes());
                progress.enter(Progress.Phase.FINISHING);
                directory.commit();
                progress.enter(Progress.Phase.DONE);
                return new ImportResult(
                        DiskFormat.RAW,
                        unpacking.packings(),
                        0,
                        progress.sourceBytes(),
                        extraction.bytes(),
                        0,
                        Optional.empty());
            } catch (TransferException.Permanent | VolumeException e) {
                throw watched.reason(e);
            }
        }
    }
}
