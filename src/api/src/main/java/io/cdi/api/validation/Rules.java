// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
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

    /// Empty for what is no quantity: the schema lets through some, such as `1e1.5`.
    static Optional<BigDecimal> amount(String quantity) {
        try {
            return Optional.of(new Quantity(quantity).getNumericalAmount());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
