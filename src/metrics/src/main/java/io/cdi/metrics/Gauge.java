// SPDX-License-Identifier: Apache-2.0
package io.cdi.metrics;

/// A value that goes up and down, in the text format of Prometheus (0.0.4).
public final class Gauge {

    private final String name;
    private final StringBuilder text = new StringBuilder();

    /// @param help in one line
    public Gauge(String name, String help) {
        this.name = name;
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(" gauge\n");
    }

    /// @param labels in braces, or nothing
    public Gauge sample(String labels, long value) {
        text.append(name).append(labels).append(' ').append(value).append('\n');
        return this;
    }

    /// All samples in the order in which they came.
    public String text() {
        return text.toString();
    }
}
