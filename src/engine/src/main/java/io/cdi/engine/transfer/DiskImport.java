// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.TransferException;
import io.cdi.engine.format.DiskFormat;
import io.cdi.engine.format.ImageReader;
import io.cdi.engine.packing.Packing;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.local.LocalOrigin;
import io.cdi.engine.source.registry.RegistryImage;
import io.cdi.engine.source.registry.RegistryOrigin;
import io.cdi.scratch.ScratchSpace;
import io.cdi.scratch.TargetVolume;
import io.cdi.scratch.VolumeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One disk image onto one volume: probe, plan, carry out.
final class DiskImport {

    private static final long CHECKPOINT_EVERY = 256L << 20;

    private final ImportRequest request;
    private final Map<String, String> environment;
    private final Progress progress;
    private final TargetVolume volume;
    private final int atOnce;
    private boolean comesOnce;

    /// @param atOnce how many imports run at the same time
    DiskImport(
            ImportRequest request,
            Map<String, String> environment,
            Progress progress,
            TargetVolume volume,
            int atOnce) {
        this.request = request;
        this.environment = environment;
        this.progress = progress;
        this.volume = volume;
        this.atOnce = atOnce;
    }

    ImportResult run() throws IOException {
        try {
            return planned();
        } catch (TransferException.Integrity e) {
            try {
                volume.discard();
            } catch (VolumeException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private ImportResult planned() throws IOException {
        try {
            return attempt(this::asPlanned);
        } catch (TransferException.NeedsScratch e) {
            // Only the data told that their order is too wild; a header tells so before the plan is made.
            if (request.engine() == ImportRequest.Engine.STREAM
                    || request.scratch().isEmpty()
                    || comesOnce) {
                throw e;
            }
            volume.restart();
            return attempt(this::throughScratch);
        }
    }

    @FunctionalInterface
    private interface Way {
        ImportResult go(Origin origin, OpenedImage image) throws IOException;
    }

    private ImportResult attempt(Way way) throws IOException {
        try (Origin origin = Origins.open(request.source(), request.effort(), environment, progress::sourceVersion)) {
            comesOnce = Origins.comesOnce(origin);
            progress.enter(Progress.Phase.TRANSFERRING);
            WatchedOrigin watched = new WatchedOrigin(origin, progress, request.checksum());
            try (OpenedImage image = OpenedImage.open(origin, watched, resumeAt(origin))) {
                return way.go(origin, image);
            } catch (TransferException.Permanent | VolumeException e) {
                throw watched.reason(e);
            }
        }
    }

    private ImportResult asPlanned(Origin origin, OpenedImage image) throws IOException {
        ImportPlan plan = ImportPlan.of(
                image.probe(),
                volume.capacityBytes(),
                request.engine(),
                request.scratch().isPresent());
        return switch (plan) {
            case ImportPlan.OnePass() -> inOnePass(origin, image);
            case ImportPlan.ViaScratch(String _) -> throughScratch(origin, image);
            case ImportPlan.Refused(TransferException error) -> throw error;
        };
    }

    /// Where an earlier process stopped with the same content; 0 and a fresh volume when there is nothing to
    /// go on with. A checksum wants every byte again.
    private long resumeAt(Origin origin) throws VolumeException {
        Optional<ResumeState> state = volume.restored().flatMap(ResumeState::parse);
        if (state.isPresent()
                && request.checksum().isEmpty()
                && origin instanceof Origin.Seekable seekable
                && state.get().isOf(request.source(), seekable)) {
            return state.get().fileOffset();
        }
        if (volume.restored().isPresent()) {
            volume.restart();
        }
        return 0;
    }

    private ImportResult inOnePass(Origin origin, OpenedImage image) throws IOException {
        ImageReader reader = image.reader();
        long diskBytes;
        try (DiskPump pump = new DiskPump(
                origin.description(),
                volume,
                progress,
                Runtime.getRuntime().availableProcessors(),
                atOnce,
                checkpoint(origin, image),
                CHECKPOINT_EVERY)) {
            diskBytes = reader.copyTo(pump);
            image.finish();
            pump.drain();
        }
        return commit(origin, diskBytes, reader.format(), image.packings(), 0);
    }

    /// Only an image that is fetched by position can be gone on with in the middle.
    private DiskPump.Checkpoint checkpoint(Origin origin, OpenedImage image) {
        return fileOffset -> {
            if (image.canSeek() && origin instanceof Origin.Seekable seekable) {
                Optional<ResumeState> state = ResumeState.of(request.source(), seekable, fileOffset);
                if (state.isPresent()) {
                    volume.checkpoint(state.get().text());
                }
            }
        };
    }

    private ImportResult throughScratch(Origin origin, OpenedImage image) throws IOException {
        Path folder = request.scratch().orElseThrow();
        String description = image.probe().description();
        long copyBytes = image.packings().isEmpty() ? origin.length().orElse(0) : 0;
        try (ScratchSpace scratch = ScratchSpace.create(folder, copyBytes)) {
            try (OutputStream copy = Files.newOutputStream(scratch.file())) {
                image.copyTo(copy);
            }
            long scratchBytes = Files.size(scratch.file());
            progress.enter(Progress.Phase.CONVERTING);
            DiskFormat format = formatOf(scratch.file());
            QemuConversion conversion = new QemuConversion(scratch.file(), format, description);
            conversion.replayLog();
            long diskBytes = conversion.virtualSize();
            TargetVolume.HandOver handOver = volume.handOver(diskBytes);
            conversion.toRaw(handOver.path(), handOver.readsAsZero(), progress::converted);
            return commit(origin, diskBytes, format, image.packings(), scratchBytes);
        }
    }

    /// With the whole image at hand, a format that shows only at the end of a file shows, too.
    private static DiskFormat formatOf(Path copy) throws IOException {
        try (Origin origin = LocalOrigin.open(copy);
                OpenedImage image =
                        OpenedImage.open(origin, new WatchedOrigin(origin, new Progress(), Optional.empty()), 0)) {
            return image.probe().format();
        }
    }

    private ImportResult commit(
            Origin origin, long diskBytes, DiskFormat format, List<Packing> packings, long scratchBytes)
            throws IOException {
        progress.enter(Progress.Phase.FINISHING);
        long size = volume.commit(diskBytes);
        progress.enter(Progress.Phase.DONE);
        return new ImportResult(
                format,
                packings,
                size,
                progress.sourceBytes(),
                progress.writtenBytes(),
                scratchBytes,
                container(origin));
    }

    private static Optional<RegistryImage> container(Origin origin) {
        return origin instanceof RegistryOrigin registry ? Optional.of(registry.image()) : Optional.empty();
    }
}
