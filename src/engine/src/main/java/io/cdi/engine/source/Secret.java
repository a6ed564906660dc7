// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source;

/// A text that never shows in logs and messages.
public record Secret(String reveal) {
    @Override
    public String toString() {
        return "***";
    }
}
