// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.outcome.Failures;
import io.cdi.engine.Interruption;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Tells the user what went wrong, in one line on standard error.
final class FailureReport {

    private static final String INTERRUPTED = "interrupted";

    private final Session session;
    private final Interruption interruption;

    FailureReport(Session session, Interruption interruption) {
        this.session = session;
        this.interruption = interruption;
    }

    int usage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        session.err().println("cdi: " + Failures.text(failure));
        session.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    int failure(Throwable failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ParameterException usage) {
            return usage(usage, new String[0]);
        }
        ExitCode code = ExitCode.of(failure);
        boolean interrupted = interruption.requested();
        String line = interrupted ? INTERRUPTED : Failures.line(failure);
        ObjectNode json = interrupted ? json(INTERRUPTED, line) : json(code, line);
        session.err().println(speaksJson(parsed) ? json.toString() : "cdi: " + line);
        if (RootCommand.isVerbose(command.getCommandSpec())) {
            failure.printStackTrace(session.err());
        }
        return code.code();
    }

    static boolean speaksJson(ParseResult parsed) {
        for (ParseResult command : parsed.asCommandLineList().stream()
                .map(CommandLine::getParseResult)
                .toList()) {
            if (command.matchedOptionValue("--progress", ProgressArguments.Mode.AUTO) == ProgressArguments.Mode.JSON) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode json(ExitCode code, String message) {
        return json(code.name().toLowerCase(Locale.ROOT), message).put("exitCode", code.code());
    }

    /// Without the exit code, which after a signal is the signal's own.
    private static ObjectNode json(String kind, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", "failed")
                .put("kind", kind)
                .put("message", message);
    }
}
