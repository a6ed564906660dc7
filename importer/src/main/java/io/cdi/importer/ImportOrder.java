// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.ContentType;
import io.cdi.contract.pod.PodFiles;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Checksum;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.scratch.VolumeOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the transfer engine is to do.
///
/// @param environment of the process, as the engine is to see it
record ImportOrder(ImportRequest request, Map<String, String> environment) {

    /// Where the engine keeps what it needs to go on with a device after the container was started again.
    private static final String STATE_HOME = "XDG_STATE_HOME";

    /// @throws IllegalArgumentException when what the user gave makes no sense
    static ImportOrder of(Settings settings, Source source, PodFiles files, Map<String, String> environment) {
        boolean archive = settings.from().content() == ContentType.ARCHIVE;
        ImportRequest request = new ImportRequest(
                source,
                Source.Effort.DEFAULT,
                archive ? files.data() : files.disk(),
                volume(settings.onto(), files),
                archive ? ImportRequest.Content.ARCHIVE : ImportRequest.Content.DISK,
                checksum(settings, source),
                ImportRequest.Engine.AUTO,
                files.scratch());
        Map<String, String> seen = new java.util.HashMap<>(environment);
        seen.put(STATE_HOME, files.temporary().toString());
        return new ImportOrder(request, Map.copyOf(seen));
    }

    /// Checkpoints of a file lie beside it; those of a device need a place that outlives the container.
    private static VolumeOptions volume(Settings.Onto onto, PodFiles files) {
        Path keeper = files.isBlock() ? files.scratch().orElse(files.temporary()) : files.data();
        return new VolumeOptions(
                onto.imageBytes(), onto.filesystemOverhead(), onto.preallocate(), Files.isWritable(keeper));
    }

    /// Only http has one.
    private static Optional<Checksum> checksum(Settings settings, Source source) {
        if (!(source instanceof Source.Http)) {
            return Optional.empty();
        }
        try {
            return settings.from().checksum().map(Checksum::parse);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid checksum: " + e.getMessage(), e);
        }
    }
}
