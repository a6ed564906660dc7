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
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

final class BlankCommand implements Command {

    private final Session session;
    private final Arguments arguments = new Arguments("blank", this)
            .about("Makes an empty disk: zeros from start to end. What TARGET held before is gone.")
            .examples("cdi blank /vm/data.img --size 10Gi", "cdi blank /dev/vg0/data");
    private final Supplier<Path> target =
            arguments.parameter("TARGET", Path::of, "A file (made or replaced) or a block device.");
    private final Supplier<Optional<ByteCount>> size = arguments.option(
            "--size",
            "SIZE",
            Converters::size,
            "Size of the disk, such as 10Gi. Needed for a file; a device is blanked whole without it.");
    private final Supplier<Boolean> preallocate =
            arguments.flag("--preallocate", "Give every byte of the disk its storage now; leave no holes.");

    BlankCommand(Session session) {
        this.session = session;
    }

    @Override
    public CommandSpec spec() {
        return arguments.spec();
    }

    @Override
    public Integer call() throws IOException {
        if (size.get().isEmpty() && (Files.isRegularFile(target.get()) || Files.notExists(target.get()))) {
            throw arguments.mistake("a file needs a size: give --size, such as --size 10Gi");
        }
        OptionalLong bytes = Converters.bytes(size.get());
        long made = BlankDisk.make(target.get(), bytes, preallocate.get());
        session.out().println("blank disk " + target.get() + " " + new ByteCount(made));
        return ExitCode.DONE.code();
    }
}
