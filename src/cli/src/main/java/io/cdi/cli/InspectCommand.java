// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.engine.source.Source;
import io.cdi.engine.transfer.Importer;
import io.cdi.engine.transfer.Inspection;
import java.io.IOException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

final class InspectCommand implements Command {

    private final Session session;
    private final Arguments arguments = new Arguments("inspect", this)
            .about(
                    "Says what the image at SOURCE is, without downloading it: format, sizes, packing, and whether an import"
                            + " would read it in one pass.")
            .examples("cdi inspect https://example.com/fedora.qcow2", "cdi inspect disk.vmdk --json");
    private final SourceArguments source = arguments.with(new SourceArguments());
    private final Supplier<Boolean> json = arguments.flag("--json", "Print a JSON object.");

    InspectCommand(Session session) {
        this.session = session;
    }

    @Override
    public CommandSpec spec() {
        return arguments.spec();
    }

    @Override
    public Integer call() throws IOException {
        Inspection inspection = new Importer(session.environment()).inspect(source(), source.effort());
        InspectionReport report = new InspectionReport(inspection);
        session.out().println(json.get() ? report.json().toPrettyString() : report.table());
        return ExitCode.DONE.code();
    }

    private Source source() throws IOException {
        try {
            return source.source(session.environment());
        } catch (IllegalArgumentException e) {
            throw arguments.mistake(String.valueOf(e.getMessage()));
        }
    }
}
