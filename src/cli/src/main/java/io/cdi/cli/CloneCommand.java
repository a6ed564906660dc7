// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.volume.VolumeCopy;
import io.cdi.engine.ByteCount;
import io.cdi.scratch.VolumeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "clone",
        sortOptions = false,
        description = {
            "Copies a RAW disk from one local file or block device to another. Holes stay holes.",
            "",
            "Do not let anyone write to the source meanwhile."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  cdi clone /vm/golden.img /vm/new.img --verify",
            "  cdi clone /dev/vg0/a /dev/vg0/b"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before the command runs
final class CloneCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "SOURCE-VOLUME", description = "The file or block device to read.")
    private Path source;

    @Parameters(
            index = "1",
            paramLabel = "TARGET-VOLUME",
            description = "A file (made, or replaced once the copy is complete) or a block device.")
    private Path target;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = Converters.OfSize.class,
            description = "Size of the new disk when it shall be larger than the source, such as 10Gi.")
    private Optional<ByteCount> size;

    @Option(names = "--preallocate", description = "Give every byte of the disk its storage now; leave no holes.")
    private boolean preallocate;

    @Option(
            names = "--verify",
            description = "Read both disks afterwards and compare them; exit code 5 when they differ.")
    private boolean verify;

    @Mixin
    private ProgressArguments progress;

    CloneCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        OptionalLong requested = size.map(s -> OptionalLong.of(s.bytes())).orElse(OptionalLong.empty());
        VolumeCopy copy = new VolumeCopy(source, target, new VolumeOptions(requested, 0, preallocate, false));
        long start = session.nanoTime().getAsLong();
        VolumeCopy.Result result = progress.show(session, copy::progress, () -> {
            VolumeCopy.Result copied = copy.copy();
            if (verify) {
                copy.verify();
            }
            return copied;
        });
        Duration elapsed = Duration.ofNanos(session.nanoTime().getAsLong() - start);
        session.out().println(progress.json() ? json(result, elapsed) : text(result, elapsed));
        return ExitCode.DONE.code();
    }

    private String text(VolumeCopy.Result result, Duration elapsed) {
        return String.format(
                Locale.ROOT,
                "cloned %s -> %s %s (%s data) in %.1f s%s",
                source,
                target,
                new ByteCount(result.diskBytes()),
                new ByteCount(result.dataBytes()),
                elapsed.toMillis() / 1000.0,
                verify ? ", verified" : "");
    }

    private String json(VolumeCopy.Result result, Duration elapsed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", "cloned")
                .put("source", source.toString())
                .put("target", target.toString())
                .put("diskBytes", result.diskBytes())
                .put("dataBytes", result.dataBytes())
                .put("verified", verify)
                .put("elapsedSeconds", elapsed.toMillis() / 1000.0)
                .toString();
    }
}
