// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// `cdi` without a command: its help, and the options that all commands share.
final class RootCommand implements Runnable {

    private static final String VERBOSE = "--verbose";

    private final CommandSpec spec =
            CommandSpec.wrapWithoutInspection(this, ModelFactory.INSTANCE).name("cdi");

    RootCommand() {
        spec.versionProvider(RootCommand::version)
                .addOption(flag(VERBOSE)
                        .scopeType(ScopeType.INHERIT)
                        .description("Show what the program does, and stack traces of failures.")
                        .build())
                .addOption(flag("--version")
                        .versionHelp(true)
                        .description("Print the version and exit.")
                        .build())
                .addOption(flag("-h", "--help")
                        .usageHelp(true)
                        .scopeType(ScopeType.INHERIT)
                        .description("Print this help and exit.")
                        .build());
        spec.usageMessage()
                .synopsisSubcommandLabel("COMMAND")
                .description("Brings disk images from anywhere onto a file or block device as RAW, in one pass.")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Examples:",
                        "  cdi import https://example.com/fedora.qcow2 /vm/disk.img",
                        "  cdi import s3://images/debian.raw.zst /dev/vg0/root --connections 4",
                        "  cdi inspect docker://registry.example.com/containerdisks/fedora:latest",
                        "  cdi apply -f datavolume.yaml --volumes /vm",
                        "  cdi upload fedora.qcow2 vms/fedora",
                        "",
                        "'cdi COMMAND --help' says more about a command.")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(
                        "0:done",
                        "2:usage: the command line is wrong",
                        "3:permanent failure: the same command can only fail again",
                        "4:transient failure: all retries are used up, it may work later",
                        "5:the content is not the promised one (checksum, digest, --verify)",
                        "130, 143:ended by Ctrl-C or SIGTERM"));
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "give a command");
    }

    /// @param command any command under this one
    static boolean isVerbose(CommandSpec command) {
        return command.root().findOption(VERBOSE).getValue();
    }

    private static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names).type(boolean.class).initialValue(false);
    }

    private static String[] version() {
        String version = Cdi.class.getPackage().getImplementationVersion();
        return new String[] {"cdi " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()};
    }
}
