// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;

/// A JSON object per line, for programs: every second and at each change of the phase.
public final class JsonLines implements Display {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private final PrintStream out;
    private Duration next = Duration.ZERO;
    private String shown = "";

    public JsonLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(200);
    }

    @Override
    public void show(Snapshot snapshot, Duration elapsed) {
        if (!Words.phase(snapshot).equals(shown) || elapsed.compareTo(next) >= 0) {
            out.println(render(snapshot, elapsed));
            shown = Words.phase(snapshot);
            next = elapsed.plus(BETWEEN_LINES);
        }
    }

    @Override
    public void close() {}

    /// `sourceLength` and `fraction` are left out while they are not known.
    static ObjectNode render(Snapshot snapshot, Duration elapsed) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("event", "progress");
        line.put("phase", snapshot.phase());
        if (!snapshot.detail().isEmpty()) {
            line.put("message", snapshot.detail());
        }
        line.put("sourceBytes", snapshot.sourceBytes());
        snapshot.sourceLength().ifPresent(length -> line.put("sourceLength", length));
        line.put("writtenBytes", snapshot.writtenBytes());
        snapshot.fraction().ifPresent(fraction -> line.put("fraction", fraction));
        line.put("elapsedSeconds", elapsed.toMillis() / 1000.0);
        return line;
    }
}
