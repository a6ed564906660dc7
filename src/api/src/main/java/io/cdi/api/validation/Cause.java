// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.List;

/// One reason why an object is refused. The field's path is spelled as clients know it, which is not always
/// the JSON's way.
public record Cause(Reason reason, String message, String field) {
    /// How the API server calls the reason.
    public enum Reason {
        INVALID("FieldValueInvalid"),
        DUPLICATE("FieldValueDuplicate");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    static List<Cause> invalid(String message, String field) {
        return List.of(new Cause(Reason.INVALID, message, field));
    }

    static List<Cause> duplicate(String message, String field) {
        return List.of(new Cause(Reason.DUPLICATE, message, field));
    }
}
