// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdi.api.validation.Verdict;

/// What a webhook answers: a verdict, or yes with changes (RFC 6902).
public sealed interface Answer {

    Answer ALLOWED = new Judged(Verdict.ALLOWED);

    record Judged(Verdict verdict) implements Answer {}

    record Changed(JsonNode patch) implements Answer {}
}
