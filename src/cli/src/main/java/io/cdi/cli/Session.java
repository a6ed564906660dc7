// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.progress.StatusLine;
import io.cdi.engine.source.local.StreamOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/// What a command sees of the process that it runs in.
///
/// @param out for results
/// @param err for progress and failures
/// @param status the last line of `err`, when that is a terminal
/// @param interactive whether a person watches `err` on a terminal
record Session(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        StatusLine status,
        boolean interactive,
        LongSupplier nanoTime) {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int FEWEST_COLUMNS = 20;

    Session {
        environment = Map.copyOf(environment);
    }

    /// The process that we run in. What anyone prints on its standard error from now on moves out of the way of
    /// the status line.
    static Session ofProcess() {
        StatusLine status = new StatusLine(System.err);
        PrintStream messages = status.messages();
        System.setErr(messages);
        return new Session(
                System.getenv(),
                StreamOrigin.standardInput().stream(),
                System.out,
                messages,
                status,
                isTerminal(Path.of("/proc/self/fd/2")),
                System::nanoTime);
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptor).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /// The width of the terminal, as far as the environment says.
    int columns() {
        try {
            return Math.max(FEWEST_COLUMNS, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }
}
