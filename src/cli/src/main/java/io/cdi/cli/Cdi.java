// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.progress.StatusLine;
import io.cdi.engine.source.local.StreamOrigin;
import io.cdi.scratch.Volumes;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The program `cdi`.
@Command(
        name = "cdi",
        versionProvider = Cdi.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Brings disk images from anywhere onto a file or block device as RAW, in one pass.",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Examples:",
            "  cdi import https://example.com/fedora.qcow2 /vm/disk.img",
            "  cdi import s3://images/debian.raw.zst /dev/vg0/root --connections 4",
            "  cdi inspect docker://registry.example.com/containerdisks/fedora:latest",
            "  cdi apply -f datavolume.yaml --volumes /vm",
            "",
            "'cdi COMMAND --help' says more about a command."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:usage: the command line is wrong",
            "3:permanent failure: the same command can only fail again",
            "4:transient failure: all retries are used up, it may work later",
            "5:the content is not the promised one (checksum, digest, --verify)",
            "130, 143:ended by Ctrl-C or SIGTERM"
        })
public final class Cdi implements Runnable {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show what the program does, and stack traces of failures.")
    private boolean verbose;

    @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help and exit.")
    boolean help;

    public static void main(String[] args) {
        Thread.ofPlatform().name("prepare").daemon().start(Volumes::prepare);
        Interruption interruption = Interruption.of(Thread.currentThread());
        StatusLine status = new StatusLine(System.err);
        PrintStream messages = status.messages();
        System.setErr(messages);
        Session session = new Session(
                System.getenv(),
                StreamOrigin.standardInput().stream(),
                System.out,
                messages,
                status,
                watched(Path.of("/proc/self/fd/2")),
                System::nanoTime);
        int code = commandLine(session, interruption, args).execute(args);
        System.out.flush();
        interruption.finished();
        System.exit(code);
    }

    /// The parser for a command line. picocli reads the annotations of each command that is added, and that
    /// is most of the time to start: so only the command that is named is added. All are when help or a
    /// mistake needs them.
    static CommandLine commandLine(Session session, Interruption interruption, String[] args) {
        Map<String, Function<Session, Object>> commands = new LinkedHashMap<>();
        commands.put("import", ImportCommand::new);
        commands.put("inspect", InspectCommand::new);
        commands.put("blank", BlankCommand::new);
        commands.put("clone", CloneCommand::new);
        commands.put("apply", ApplyCommand::new);
        Optional<String> named = Arrays.stream(args)
                .filter(arg -> !arg.startsWith("-"))
                .findFirst()
                .filter(commands::containsKey);
        Cdi root = new Cdi();
        CommandLine commandLine = new CommandLine(root);
        commands.forEach((name, command) -> {
            if (named.isEmpty() || named.get().equals(name)) {
                commandLine.addSubcommand(command.apply(session));
            }
        });
        FailureReport report = new FailureReport(session, interruption);
        return commandLine
                .setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(Math.clamp(session.columns(), 80, 120))
                .setExecutionStrategy(parsed -> {
                    root.setLogLevels(parsed);
                    try {
                        return new CommandLine.RunLast().execute(parsed);
                    } catch (Error e) {
                        return report.failure(e, commandLine, parsed);
                    }
                })
                .setParameterExceptionHandler(report::usage)
                .setExecutionExceptionHandler(report::failure);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "give a command");
    }

    /// Programs that read JSON lines get no log lines between them.
    private void setLogLevels(CommandLine.ParseResult parsed) {
        String usual = FailureReport.speaksJson(parsed) ? "off" : "error";
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbose ? "info" : usual);
        System.setProperty(
                "org.slf4j.simpleLogger.log.io.cdi", verbose ? "debug" : usual.equals("off") ? "off" : "warn");
    }

    static boolean isVerbose(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof Cdi cdi && cdi.verbose;
    }

    private static boolean watched(Path descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptor).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Cdi.class.getPackage().getImplementationVersion();
            return new String[] {"cdi " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()
            };
        }
    }
}
