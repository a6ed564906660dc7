// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.cli.apply.Job.Work;
import io.cdi.cli.progress.Snapshot;
import io.cdi.cli.volume.BlankDisk;
import io.cdi.cli.volume.VolumeCopy;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Progress;
import io.cdi.scratch.VolumeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes the volume of one DataVolume. The status file says what is going on before it happens, so that a run
/// after a kill knows an unfinished volume from a complete one.
final class JobRun {

    /// The engine's part.
    interface Transfer {
        ImportResult run(ImportRequest request, Progress progress) throws IOException;
    }

    /// Told when work begins.
    interface Watcher {
        void inProgress(Supplier<Snapshot> progress);
    }

    /// What holds for all volumes of a run.
    ///
    /// @param scratch room for temporary copies
    /// @param resume whether unfinished content is kept and gone on with
    record Settings(VolumeFolders folders, Optional<Path> scratch, boolean resume, Transfer transfer) {}

    private final Settings settings;
    private final Job job;
    private final Path folder;
    private final Path disk;
    private final Path statusFile;

    JobRun(Settings settings, Job job) {
        this.settings = settings;
        this.job = job;
        this.folder = settings.folders().folder(job.volume());
        this.disk = settings.folders().disk(job.volume());
        this.statusFile = settings.folders().status(job.volume());
    }

    Outcome run(Watcher watcher) throws IOException {
        Existing existing = Existing.decide(job, VolumeStatus.read(statusFile), hasContent(), folder);
        return switch (existing) {
            case Existing.Refuse(String reason) -> Outcome.refused(job.volume().toString(), reason);
            case Existing.Unchanged() ->
                Outcome.unchanged(job, job.isArchive() ? OptionalLong.empty() : OptionalLong.of(Files.size(disk)));
            case Existing.Make() -> make(watcher);
        };
    }

    private Outcome make(Watcher watcher) throws IOException {
        Files.createDirectories(folder);
        note(job.phasePrefix() + "InProgress");
        try {
            OptionalLong size = switch (job.work()) {
                case Work.Import imported -> runImport(imported, watcher);
                case Work.Blank() -> OptionalLong.of(BlankDisk.make(disk, job.size(), job.preallocate()));
                case Work.Clone(VolumeName from) -> OptionalLong.of(runClone(from, watcher));
            };
            note(VolumeStatus.SUCCEEDED);
            return Outcome.succeeded(job, size);
        } catch (IOException e) {
            note("Failed");
            throw e;
        }
    }

    private OptionalLong runImport(Work.Import imported, Watcher watcher) throws IOException {
        if (job.isArchive()) {
            FolderContent.remove(folder);
        }
        Progress progress = new Progress();
        watcher.inProgress(() -> Snapshot.of(progress));
        ImportResult result = settings.transfer()
                .run(
                        new ImportRequest(
                                imported.source(),
                                Source.Effort.DEFAULT,
                                job.isArchive() ? folder : disk,
                                options(settings.resume()),
                                imported.content(),
                                imported.checksum(),
                                ImportRequest.Engine.AUTO,
                                settings.scratch()),
                        progress);
        return job.isArchive() ? OptionalLong.empty() : OptionalLong.of(result.diskBytes());
    }

    private long runClone(VolumeName from, Watcher watcher) throws IOException {
        Path source = settings.folders().disk(from);
        if (Files.notExists(source)) {
            throw new TransferException.Permanent("The source pvc " + from + " doesn't exist: there is no " + source);
        }
        VolumeCopy copy = new VolumeCopy(source, disk, options(false));
        watcher.inProgress(copy::progress);
        return copy.copy().diskBytes();
    }

    private VolumeOptions options(boolean resume) {
        return new VolumeOptions(job.size(), 0, job.preallocate(), resume);
    }

    private boolean hasContent() throws IOException {
        if (!job.isArchive() || Files.notExists(folder)) {
            return Files.exists(disk);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private void note(String phase) throws IOException {
        new VolumeStatus(job.specHash(), phase).write(statusFile);
    }
}
