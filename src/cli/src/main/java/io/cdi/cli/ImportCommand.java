// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.progress.Snapshot;
import io.cdi.engine.ByteCount;
import io.cdi.engine.TransferException;
import io.cdi.engine.transfer.Checksum;
import io.cdi.engine.transfer.ImportRequest;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.ImportRequest.Engine;
import io.cdi.engine.transfer.ImportResult;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Progress;
import io.cdi.scratch.VolumeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

final class ImportCommand implements Command {

    private final Session session;
    private final Arguments arguments = new Arguments("import", this)
            .about(
                    "Writes the disk image at SOURCE to TARGET as RAW.",
                    "",
                    "What the image is packed in (gzip, xz, zstd, bzip2, nested) and its format (RAW, ISO, qcow2, VMDK, VDI,"
                            + " VHD, VHDX) are found by content. The source is read once, without a temporary copy,"
                            + " wherever the image allows.")
            .examples(
                    "cdi import https://example.com/fedora.qcow2 /vm/disk.img --size 20Gi",
                    "cdi import https://example.com/disk.raw.xz /dev/vg0/root --checksum sha256:5f1d…",
                    "cdi import s3://images/debian.qcow2 disk.img --s3-endpoint http://minio:9000 \\",
                    "    --username ACCESSKEY --password-file secret.txt",
                    "cdi import docker://registry.example.com/containerdisks/fedora:latest disk.img --platform linux/arm64",
                    "xzcat backup.xz | cdi import - disk.img",
                    "cdi import https://example.com/site.tar.gz /srv/site --content-type archive");
    private final SourceArguments source = arguments.with(new SourceArguments());
    private final Supplier<Path> target = arguments.parameter(
            "TARGET",
            Path::of,
            "A file (made, or replaced once the new content is complete), a block device, or a folder for"
                    + " --content-type archive.");
    private final Supplier<Optional<ByteCount>> size = arguments.option(
            "--size",
            "SIZE",
            Converters::size,
            "Size of the disk, such as 10Gi: a smaller image grows to it, a larger one is refused."
                    + " Default: the image's own size.");
    private final Supplier<Optional<Checksum>> checksum = arguments.option(
            "--checksum",
            "ALG:HEX",
            Checksum::parse,
            "What the source's bytes must hash to; md5, sha1, sha256 or sha512. The target is wiped when they do not.");
    private final Supplier<Content> content = arguments.option(
            "--content-type",
            "TYPE",
            Converters::content,
            Content.DISK,
            "kubevirt: a disk image. archive: a tar, unpacked into the folder TARGET. Default: kubevirt.");
    private final Supplier<Boolean> preallocate =
            arguments.flag("--preallocate", "Give every byte of the disk its storage now; leave no holes.");
    private final Supplier<Boolean> resume = arguments.flag(
            "--resume",
            "Keep unfinished content when the import is cut or killed, and go on from what an earlier one kept.");
    private final Supplier<Engine> engine = arguments.option(
            "--engine",
            "HOW",
            text -> Converters.choice(Engine.values(), text),
            Engine.AUTO,
            "auto: one pass where the image allows, else through --scratch. stream: one pass or not at all."
                    + " qemu-img: always through --scratch, with qemu-img (package qemu-utils). Default: auto.");
    private final Supplier<Optional<Path>> scratch = arguments.option(
            "--scratch", "DIR", Path::of, "Folder for a temporary copy of an image that one pass cannot convert.");
    private final ProgressArguments progress = arguments.with(new ProgressArguments());

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public CommandSpec spec() {
        return arguments.spec();
    }

    @Override
    public Integer call() throws IOException {
        ImportRequest request = request();
        Progress state = new Progress();
        long start = session.nanoTime().getAsLong();
        ImportResult result = progress.show(session, () -> Snapshot.of(state), () -> run(request, state));
        ResultLine line = new ResultLine(
                request, result, Duration.ofNanos(session.nanoTime().getAsLong() - start));
        session.out().println(progress.json() ? line.json().toString() : line.text());
        return ExitCode.DONE.code();
    }

    private ImportResult run(ImportRequest request, Progress state) throws IOException {
        try {
            return new Importer(session.environment()).run(request, state);
        } catch (TransferException.NeedsScratch e) {
            throw request.scratch().isEmpty()
                    ? e
                    : new TransferException.Permanent(
                            e.getMessage() + "; --engine qemu-img makes that copy, in --scratch, before all else", e);
        }
    }

    /// The options as a request; wrong combinations are usage errors.
    ImportRequest request() throws IOException {
        try {
            if (engine.get() == Engine.QEMU_IMG && scratch.get().isEmpty()) {
                throw new IllegalArgumentException("--engine qemu-img needs --scratch DIR for its temporary copy");
            }
            if (content.get() == Content.ARCHIVE && hasChoicesForDisks()) {
                throw new IllegalArgumentException(
                        "--size, --preallocate, --resume, --engine and --scratch are for disk"
                                + " images; leave them out with --content-type archive");
            }
            return new ImportRequest(
                    source.source(session.environment()),
                    source.effort(),
                    target.get(),
                    new VolumeOptions(Converters.bytes(size.get()), 0, preallocate.get(), resume.get()),
                    content.get(),
                    checksum.get(),
                    engine.get(),
                    scratch.get());
        } catch (IllegalArgumentException e) {
            throw arguments.mistake(String.valueOf(e.getMessage()));
        }
    }

    private boolean hasChoicesForDisks() {
        return size.get().isPresent()
                || preallocate.get()
                || resume.get()
                || engine.get() != Engine.AUTO
                || scratch.get().isPresent();
    }
}
