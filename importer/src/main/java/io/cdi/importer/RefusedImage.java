// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.ExitCodes;
import io.cdi.contract.pod.Outcome;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Progress;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An image that this pod has read and that is of no use: corrupt, refused, or larger than the volume. The
/// kubelet starts the container again and again; as long as the source has the same content, the same words
/// are worth one short request and no download.
///
/// @param version of the content, see [io.cdi.engine.source.Origin#version]
/// @param capacityBytes of the volume that it was to be written to; a volume that has grown may hold it
/// @param words the last words of the container that read it
record RefusedImage(String version, long capacityBytes, String words) {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedImage.class);

    private static final String FILE = "refused-image";

    /// After that it is read again, in case that something else than the image was to blame.
    private static final Duration TRUSTED = Duration.ofDays(1);

    /// What [#remember] has left in the folder, for a volume of still the same capacity.
    static Optional<RefusedImage> recall(Path folder, long capacityBytes, Instant now) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)
                || Files.getLastModifiedTime(file).toInstant().plus(TRUSTED).isBefore(now)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.size() == 3 && lines.get(1).equals(Long.toString(capacityBytes))
                ? Optional.of(new RefusedImage(lines.get(0), capacityBytes, lines.get(2)))
                : Optional.empty();
    }

    /// Whether the source still has this image. A short request: a source that cannot be asked has failed.
    boolean isStillThere(Importer importer, Source source) throws IOException {
        return importer.version(source, Source.Effort.DEFAULT)
                .filter(version::equals)
                .isPresent();
    }

    /// Writes down that an image is of no use, when its failure is one of the image, and the source still
    /// gives the very image that was read. Bytes that are not those of their digest say nothing of the image.
    ///
    /// @param folder one that outlives the container, but not the pod
    static void remember(
            Path folder,
            long capacityBytes,
            Exception failure,
            Outcome outcome,
            Progress progress,
            Importer importer,
            Source source) {
        Optional<RefusedImage> refused = progress.sourceVersion()
                .filter(_ -> blames(failure) && outcome.exitCode() == ExitCodes.FAILED)
                .map(version -> new RefusedImage(
                        version, capacityBytes, outcome.terminationText().orElse("")));
        try {
            if (refused.isPresent() && refused.get().isStillThere(importer, source)) {
                refused.get().write(folder);
            }
        } catch (IOException e) {
            LOG.debug("the image will be read again", e);
        }
    }

    void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), List.of(version, Long.toString(capacityBytes), words.replaceAll("\\R", " ")));
    }

    static boolean blames(Exception failure) {
        return switch (failure) {
            case TransferException.BadImage _ -> true;
            case VolumeException e -> e.reason() == VolumeException.Reason.TOO_SMALL;
            default -> false;
        };
    }
}
