// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.progress.StatusLine;
import java.io.InputStream;
import java.io.PrintStream;
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

    /// The width of the terminal, as far as the environment says.
    int columns() {
        try {
            return Math.max(FEWEST_COLUMNS, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }
}
