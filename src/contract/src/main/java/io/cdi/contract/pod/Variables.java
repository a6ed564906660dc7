// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The environment of a worker pod in types. An empty variable is an absent one.
///
/// @param environment of the process
public record Variables(Map<String, String> environment) {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final int DETAILED = 3;

    public String text(String name) {
        return environment.getOrDefault(name, "");
    }

    public Optional<String> some(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /// Empty for what is neither true nor false in the words of Go.
    public Optional<Boolean> flag(String name) {
        String text = text(name);
        return TRUE.contains(text) || FALSE.contains(text) ? Optional.of(TRUE.contains(text)) : Optional.empty();
    }

    /// A number from 0 to below 1; 0 for anything else.
    public double fraction(String name) {
        try {
            double fraction = Double.parseDouble(text(name));
            return fraction >= 0 && fraction < 1 ? fraction : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// Sets how much a worker's log says by its argument `-v=LEVEL`, before the first logger is made. Other
    /// arguments are ignored, as those of a logging library. From 3 on it says more; never what libraries
    /// say, who show headers with passwords.
    public static void setLogLevel(String... args) {
        boolean detailed = Arrays.stream(args)
                .filter(arg -> arg.matches("--?v=[0-9]"))
                .anyMatch(arg -> arg.charAt(arg.length() - 1) - '0' >= DETAILED);
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.io.cdi", detailed ? "debug" : "info");
    }
}
