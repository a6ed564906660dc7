// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import io.cdi.contract.GoBoolean;
import java.util.Map;
import java.util.Optional;

/// The environment of a worker pod in types. An empty variable is an absent one.
///
/// @param environment of the process
public record Variables(Map<String, String> environment) {

    public String text(String name) {
        return environment.getOrDefault(name, "");
    }

    public Optional<String> some(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /// Empty for what is neither true nor false in the words of Go.
    public Optional<Boolean> flag(String name) {
        return GoBoolean.parse(text(name));
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
