// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.Set;

/// The texts that annotations may hold for a yes.
final class GoBoolean {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private GoBoolean() {}

    static boolean isTrue(String text) {
        return TRUE.contains(text);
    }
}
