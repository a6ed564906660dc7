// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Inspection;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        sortOptions = false,
        description = {
            "Says what the image at SOURCE is, without downloading it: format, sizes, packing, and whether an import would"
                    + " read it in one pass."
        },
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Examples:", "  cdi inspect https://example.com/fedora.qcow2", "  cdi inspect disk.vmdk --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields before the command runs
final class InspectCommand implements Callable<Integer> {

    private final Session session;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SourceArguments source;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    InspectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws IOException {
        Inspection inspection = new Importer(session.environment()).inspect(source(), source.effort());
        InspectionReport report = new InspectionReport(inspection);
        session.out().println(json ? report.json().toPrettyString() : report.table());
        return ExitCode.DONE.code();
    }

    private Source source() throws IOException {
        try {
            return source.source(session.environment());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
