// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.engine.Interruption;
import io.cdi.scratch.NativeCalls;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/// The program `cdi`.
public final class Cdi {

    /// After a signal, for cleaning the target up.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private Cdi() {}

    public static void main(String[] args) {
        Interruption interruption = Interruption.of(Thread.currentThread(), PATIENCE);
        interruption.exit(run(interruption, args));
    }

    /// Runs a command line in this process and returns the exit code. All that happens on the way from `main` is
    /// in here, so that the training of the AOT cache, which starts here, does it too.
    static int run(Interruption interruption, String... args) {
        NativeCalls.prepare();
        Session session = Session.ofProcess();
        int code = commandLine(session, interruption, args).execute(args);
        session.out().flush();
        return code;
    }

    /// The parser for a command line. It knows only the command that is named, because the others cost time;
    /// all when help or a mistake needs them.
    static CommandLine commandLine(Session session, Interruption interruption, String[] args) {
        Map<String, Function<Session, Command>> commands = new LinkedHashMap<>();
        commands.put("import", ImportCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("blank", BlankCommand::new);
        commands.put("clone", CloneCommand::new);
        commands.put("apply", ApplyCommand::new);
        commands.put("upload", UploadCommand::new);
        Optional<String> named = Arrays.stream(args)
                .filter(arg -> !arg.startsWith("-"))
                .findFirst()
                .filter(commands::containsKey);
        CommandLine root = new CommandLine(new RootCommand().spec(), ModelFactory.INSTANCE);
        commands.forEach((name, command) -> {
            if (named.isEmpty() || named.get().equals(name)) {
                root.addSubcommand(name, new CommandLine(command.apply(session).spec(), ModelFactory.INSTANCE));
            }
        });
        FailureReport report = new FailureReport(session, interruption);
        return root.setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(Math.clamp(session.columns(), 80, 120))
                .setExecutionStrategy(parsed -> {
                    setLogLevels(parsed);
                    try {
                        return new CommandLine.RunLast().execute(parsed);
                    } catch (Error e) {
                        return report.failure(e, root, parsed);
                    }
                })
                .setParameterExceptionHandler(report::usage)
                .setExecutionExceptionHandler(report::failure);
    }

    /// Programs that read JSON lines get no log lines between them.
    private static void setLogLevels(CommandLine.ParseResult parsed) {
        boolean verbose = RootCommand.isVerbose(parsed.commandSpec());
        String usual = FailureReport.speaksJson(parsed) ? "off" : "error";
        // Named, it need not be looked for in all jars.
        System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : usual);
        System.setProperty(
                "org.slf4j.simpleLogger.log.io.cdi", verbose ? "debug" : usual.equals("off") ? "off" : "warn");
    }
}
