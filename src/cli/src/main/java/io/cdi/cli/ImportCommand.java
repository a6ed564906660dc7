// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.progress.Snapshot;
import io.cdi.engine.ByteCount;
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
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        sortOptions = false,
        description = {
            "Writes the disk image at SOURCE to TARGET as RAW.",
            "",
            "What the image is packed in (gzip, xz, zstd, bzip2, nested) and its format (RAW, ISO, qcow2, VMDK, VDI, VHD,"
                    + " VHDX) are found by content. The source is read once, without a temporary copy, wherever the"
                    + " image allows."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  cdi import https://example.com/fedora.qcow2 /vm/disk.img --size 20Gi",
            "  cdi import https://example.com/disk.raw.xz /dev/vg0/root --checksum sha256:5f1d…",
            "  cdi import s3://images/debian.qcow2 disk.img --s3-endpoint http://minio:9000 \\",
            "      --username ACCESSKEY --password-file secret.txt",
            "  cdi import docker://registry.example.com/containerdisks/fedora:latest disk.img --platform linux/arm64",
            "  xzcat backup.xz | cdi import - disk.img",
            "  cdi import https://example.com/site.tar.gz /srv/site --content-type archive"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before the command runs
final class ImportCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SourceArguments source;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "A file (made, or replaced once the new content is complete), a block device, or a folder for"
                    + " --content-type archive.")
    private Path target;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = Converters.OfSize.class,
            description = "Size of the disk, such as 10Gi: a smaller image grows to it, a larger one is refused."
                    + " Default: the image's own size.")
    private Optional<ByteCount> size;

    @Option(
            names = "--checksum",
            paramLabel = "ALG:HEX",
            converter = Converters.OfChecksum.class,
            description =
                    "What the source's bytes must hash to; md5, sha1, sha256 or sha512. The target is wiped when they"
                            + " do not.")
    private Optional<Checksum> checksum;

    @Option(
            names = "--content-type",
            paramLabel = "TYPE",
            converter = Converters.OfContent.class,
            description = "kubevirt: a disk image. archive: a tar, unpacked into the folder TARGET. Default: kubevirt.")
    private Content content = Content.DISK;

    @Option(names = "--preallocate", description = "Give every byte of the disk its storage now; leave no holes.")
    private boolean preallocate;

    @Option(
            names = "--resume",
            description =
                    "Keep unfinished content when the import is cut or killed, and go on from what an earlier one kept.")
    private boolean resume;

    @Option(
            names = "--engine",
            paramLabel = "HOW",
            converter = Converters.OfEngine.class,
            description =
                    "auto: one pass where the image allows, else through --scratch. stream: one pass or not at all."
                            + " qemu-img: always through --scratch, with qemu-img (package qemu-utils). Default: auto.")
    private Engine engine = Engine.AUTO;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Folder for a temporary copy of an image that one pass cannot convert.")
    private Optional<Path> scratch;

    @Mixin
    private ProgressArguments progress;

    ImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        ImportRequest request = request();
        Progress state = new Progress();
        long start = session.nanoTime().getAsLong();
        ImportResult result = progress.show(
                session, () -> Snapshot.of(state), () -> new Importer(session.environment()).run(request, state));
        ResultLine line = new ResultLine(
                request, result, Duration.ofNanos(session.nanoTime().getAsLong() - start));
        session.out().println(progress.json() ? line.json().toString() : line.text());
        return ExitCode.DONE.code();
    }

    /// The options as a request; wrong combinations are usage errors.
    ImportRequest request() throws IOException {
        try {
            if (engine == Engine.QEMU_IMG && scratch.isEmpty()) {
                throw new IllegalArgumentException("--engine qemu-img needs --scratch DIR for its temporary copy");
            }
            return new ImportRequest(
                    source.source(session.environment()),
                    source.effort(),
                    target,
                    new VolumeOptions(
                            size.map(s -> OptionalLong.of(s.bytes())).orElse(OptionalLong.empty()),
                            0,
                            preallocate,
                            resume),
                    content,
                    checksum,
                    engine,
                    scratch);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
