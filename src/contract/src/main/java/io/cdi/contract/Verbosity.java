// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.logging.Level;
import java.util.logging.Logger;

/// How much a program logs, by the flag `-v` that all of them take. From 3 on it says more of itself; never more
/// of what libraries say, who show headers with passwords.
///
/// @param level 1 is normal
public record Verbosity(int level) {

    public static final Verbosity NORMAL = new Verbosity(1);

    private static final int DETAILED = 3;
    private static final String OURS = "io.cdi";

    /// @param arguments of the process: `-v=3`, `--v=3` or `-v` and `3`; the last one counts, others (those of
    ///     Go's logging library) are ignored
    public static Verbosity of(String... arguments) {
        Verbosity verbosity = NORMAL;
        for (int i = 0; i < arguments.length; i++) {
            String flag = arguments[i].replaceFirst("^--", "-");
            String value = flag.startsWith("-v=")
                    ? flag.substring(3)
                    : flag.equals("-v") && i + 1 < arguments.length ? arguments[i + 1] : "";
            if (value.matches("[0-9]{1,3}")) {
                verbosity = new Verbosity(Integer.parseInt(value));
            }
        }
        return verbosity;
    }

    /// For a worker, before the first logger is made.
    public void setSimpleLogger() {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.log." + OURS, isDetailed() ? "debug" : "info");
    }

    /// For a service, whose loggers are those of the JDK.
    public void setLoggers() {
        if (isDetailed()) {
            Logger.getLogger(OURS).setLevel(Level.FINE);
        }
    }

    private boolean isDetailed() {
        return level >= DETAILED;
    }
}
