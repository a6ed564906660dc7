// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.volume.BlankDisk;
import io.cdi.engine.ByteCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "blank",
        sortOptions = false,
        description = "Makes an empty disk: zeros from start to end. What TARGET held before is gone.",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Examples:", "  cdi blank /vm/data.img --size 10Gi", "  cdi blank /dev/vg0/data"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields before the command runs
final class BlankCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TARGET", description = "A file (made or replaced) or a block device.")
    private Path target;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = Converters.OfSize.class,
            description = "Size of the disk, such as 10Gi. Needed for a file; a device is blanked whole without it.")
    private Optional<ByteCount> size;

    @Option(names = "--preallocate", description = "Give every byte of the disk its storage now; leave no holes.")
    private boolean preallocate;

    BlankCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        if (size.isEmpty() && (Files.isRegularFile(target) || Files.notExists(target))) {
            throw new ParameterException(spec.commandLine(), "a file needs a size: give --size, such as --size 10Gi");
        }
        OptionalLong bytes = size.map(s -> OptionalLong.of(s.bytes())).orElse(OptionalLong.empty());
        long made = BlankDisk.make(target, bytes, preallocate);
        session.out().println("blank disk " + target + " " + new ByteCount(made));
        return ExitCode.DONE.code();
    }
}
