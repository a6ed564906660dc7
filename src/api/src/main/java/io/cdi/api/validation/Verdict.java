// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.List;
import java.util.stream.Collectors;

/// The answer of an admission webhook.
public sealed interface Verdict {
    record Allowed(List<String> warnings) implements Verdict {}

    record Denied(int code, String message, List<Cause> causes) implements Verdict {}

    Verdict ALLOWED = new Allowed(List.of());

    /// Broken rules are an unprocessable object; the message has one space before each cause, as it always
    /// had.
    static Verdict of(List<Cause> causes) {
        return causes.isEmpty()
                ? ALLOWED
                : new Denied(
                        422, causes.stream().map(cause -> " " + cause.message()).collect(Collectors.joining()), causes);
    }

    /// A request that cannot be judged or is refused as a whole.
    static Verdict badRequest(String message) {
        return new Denied(400, message, List.of());
    }
}
