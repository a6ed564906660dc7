// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Applies rules in order.
final class Rules {
    static final List<Cause> NONE = List.of();

    private Rules() {}

    /// The causes of the first rule that fails.
    @SafeVarargs
    static List<Cause> first(Supplier<List<Cause>>... rules) {
        for (var rule : rules) {
            var causes = rule.get();
            if (!causes.isEmpty()) {
                return causes;
            }
        }
        return NONE;
    }

    static List<Cause> unless(boolean holds, String message, String field) {
        return holds ? NONE : Cause.invalid(message, field);
    }

    static List<Cause> shortEnough(@Nullable String name, int limit) {
        return unless(
                name == null || name.length() <= limit, "Name cannot be longer than " + limit + " characters", "");
    }

    static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
