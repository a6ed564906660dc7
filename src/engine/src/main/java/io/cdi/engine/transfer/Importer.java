// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import io.cdi.scratch.ScratchSpace;
import io.cdi.scratch.TargetVolume;
import io.cdi.scratch.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The transfer engine's front door.
public final class Importer {

    /// More imports at the same time have not enough memory.
    public static final int MOST_AT_ONCE = 4;

    private final Map<String, String> environment;
    private final int atOnce;

    /// @param environment of the process: proxies, docker and cloud credentials, HOME
    public Importer(Map<String, String> environment) {
        this(environment, 1);
    }

    /// @param atOnce how many imports run at the same time in this process, at most [#MOST_AT_ONCE]
    public Importer(Map<String, String> environment, int atOnce) {
        this.environment = Map.copyOf(environment);
        this.atOnce = atOnce;
    }

    /// Imports; returns when everything is durable. Interrupting the thread ends the transfer and leaves the
    /// target as a failure does.
    ///
    /// @throws TransferException when the source is at fault
    /// @throws io.cdi.scratch.VolumeException when the target is at fault
    public ImportResult run(ImportRequest request, Progress progress) throws IOException {
        return switch (request.content()) {
            case DISK -> importDisk(request, progress);
            case ARCHIVE -> new ArchiveImport(request, environment, progress).run();
        };
    }

    private ImportResult importDisk(ImportRequest request, Progress progress) throws IOException {
        if (request.source() instanceof Source.LocalFile(Path file) && isSameDevice(file, request.target())) {
            throw new TransferException.Permanent("import " + file
                    + ": source and target are the same device, which would be overwritten while it is read; name"
                    + " another target");
        }
        if (request.scratch().isPresent()) {
            ScratchSpace.requireFolder(request.scratch().get());
        }
        try (TargetVolume volume = Volumes.open(request.target(), request.volume(), stateFolder(request))) {
            return new DiskImport(request, environment, progress, volume, atOnce).run();
        }
    }

    private static boolean isSameDevice(Path source, Path target) throws IOException {
        return Volumes.deviceBytes(target).isPresent() && Files.exists(source) && Files.isSameFile(source, target);
    }

    /// Names the content that the source has now, see [Origin#version], without reading it.
    public Optional<String> version(Source source, Source.Effort effort) throws IOException {
        return Origins.version(source, effort, environment);
    }

    /// Looks at the head of the image and, where it can seek, at its maps.
    public Inspection inspect(Source source, Source.Effort effort) throws IOException {
        try (Origin origin = Origins.open(source, effort, environment, _ -> {});
                OpenedImage image =
                        OpenedImage.open(origin, new WatchedOrigin(origin, new Progress(), Optional.empty()), 0)) {
            Probe probe = image.probe();
            OptionalLong allocated = OptionalLong.empty();
            Optional<String> whyNot = probe.whyNotOnePass();
            if (whyNot.isEmpty() && image.canSeek()) {
                try {
                    allocated = AllocationCount.of(image.reader());
                } catch (TransferException.NeedsScratch e) {
                    whyNot = Optional.of(String.valueOf(e.getMessage()));
                }
            }
            return new Inspection(
                    probe.format(),
                    image.packings(),
                    probe.virtualSize(),
                    origin.length(),
                    allocated,
                    image.canSeek(),
                    whyNot.isEmpty(),
                    whyNot.orElseGet(() -> why(image)));
        }
    }

    private static String why(OpenedImage image) {
        if (image.canSeek()) {
            return "the source can be read by position, so its maps can be fetched whenever they are needed";
        }
        return "it is read front to back, which works as long as its maps come before its data: "
                + (image.packings().isEmpty() ? "the source gives no ranges" : "what is packed has no ranges");
    }

    /// Checkpoints of devices are kept in the scratch folder or, without one, where a user's programs keep
    /// state.
    private Optional<Path> stateFolder(ImportRequest request) throws IOException {
        boolean wanted = request.volume().resume()
                && Volumes.deviceBytes(request.target()).isPresent();
        if (!wanted) {
            return Optional.empty();
        }
        if (request.scratch().isPresent()) {
            return request.scratch();
        }
        Optional<Path> state = Optional.ofNullable(environment.get("XDG_STATE_HOME"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".local/state")))
                .map(folder -> folder.resolve("cdi"));
        if (state.isPresent()) {
            Files.createDirectories(state.get());
        }
        return state;
    }
}
