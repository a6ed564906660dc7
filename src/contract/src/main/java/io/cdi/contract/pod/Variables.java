// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The environment of a worker pod in types. An empty variable is an absent one.
///
/// @param environment of the process
public record Variables(Map<String, String> environment) {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

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
}
