// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.events;

/// One event to be written about an object.
public record Tell(Kind kind, String reason, String message) {

    /// Whether somebody should look.
    public enum Kind {
        NORMAL("Normal"),
        WARNING("Warning");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public static Tell normal(String reason, String message) {
        return new Tell(Kind.NORMAL, reason, message);
    }

    public static Tell warning(String reason, String message) {
        return new Tell(Kind.WARNING, reason, message);
    }
}
