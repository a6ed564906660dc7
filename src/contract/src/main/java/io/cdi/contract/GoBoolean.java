// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

import java.util.Optional;
import java.util.Set;

/// Yes and no as Go programs read them (`strconv.ParseBool`), in variables and annotations.
public final class GoBoolean {

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private GoBoolean() {}

    /// Empty for what is neither.
    public static Optional<Boolean> parse(String text) {
        return TRUE.contains(text) || FALSE.contains(text) ? Optional.of(TRUE.contains(text)) : Optional.empty();
    }
}
