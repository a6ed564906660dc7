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
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

final class CloneCommand implements Command {

    private final Session session;
    private final Arguments arguments = new Arguments("clone", this)
            .about(
                    "Copies a RAW disk from one local file or block device to another. Holes stay holes.",
                    "",
                    "Do not let anyone write to the source meanwhile.")
            .examples("cdi clone /vm/golden.img /vm/new.img --verify", "cdi clone /dev/vg0/a /dev/vg0/b");
    private final Supplier<Path> source =
            arguments.parameter("SOURCE-VOLUME", Path::of, "The file or block device to read.");
    private final Supplier<Path> target = arguments.parameter(
            "TARGET-VOLUME", Path::of, "A file (made, or replaced once the copy is complete) or a block device.");
    private final Supplier<Optional<ByteCount>> size = arguments.option(
            "--size",
            "SIZE",
            Converters::size,
            "Size of the new disk when it shall be larger than the source, such as 10Gi.");
    private final Supplier<Boolean> preallocate =
            arguments.flag("--preallocate", "Give every byte of the disk its storage now; leave no holes.");
    private final Supplier<Boolean> verify =
            arguments.flag("--verify", "Read both disks afterwards and compare them; exit code 5 when they differ.");
    private final ProgressArguments progress = arguments.with(new ProgressArguments());

    CloneCommand(Session session) {
        this.session = session;
    }

    @Override
    public CommandSpec spec() {
        return arguments.spec();
    }

    @Override
    public Integer call() throws IOException {
        OptionalLong requested = Converters.bytes(size.get());
        VolumeCopy copy =
                new VolumeCopy(source.get(), target.get(), new VolumeOptions(requested, 0, preallocate.get(), false));
        long start = session.nanoTime().getAsLong();
        VolumeCopy.Result result = progress.show(session, copy::progress, () -> {
            VolumeCopy.Result copied = copy.copy();
            if (verify.get()) {
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
                source.get(),
                target.get(),
                new ByteCount(result.diskBytes()),
                new ByteCount(result.dataBytes()),
                elapsed.toMillis() / 1000.0,
                verify.get() ? ", verified" : "");
    }

    private String json(VolumeCopy.Result result, Duration elapsed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", "cloned")
                .put("source", source.get().toString())
                .put("target", target.get().toString())
                .put("diskBytes", result.diskBytes())
                .put("dataBytes", result.dataBytes())
                .put("verified", verify.get())
                .put("elapsedSeconds", elapsed.toMillis() / 1000.0)
                .toString();
    }
}
