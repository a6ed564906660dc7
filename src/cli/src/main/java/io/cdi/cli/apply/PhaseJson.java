// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.List;
import java.util.function.LongSupplier;

/// A JSON object per line: one for each change of a phase, and one per running DataVolume every second.
public final class PhaseJson implements PhaseDisplay {

    private static final long NANOS_BETWEEN_LINES = 1_000_000_000L;

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private long next;

    public PhaseJson(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() + NANOS_BETWEEN_LINES;
    }

    @Override
    public synchronized void phase(String title, String phase, String message) {
        ObjectNode line = line("phase", title, phase);
        if (!message.isEmpty()) {
            line.put("message", message);
        }
        out.println(line);
    }

    @Override
    public synchronized void progress(List<Running> running) {
        if (nanoTime.getAsLong() < next) {
            return;
        }
        for (Running one : running) {
            out.println(line("progress", one.title(), one.phase())
                    .put("progress", PhaseLines.percent(one))
                    .put("sourceBytes", one.snapshot().sourceBytes())
                    .put("writtenBytes", one.snapshot().writtenBytes()));
        }
        next = nanoTime.getAsLong() + NANOS_BETWEEN_LINES;
    }

    @Override
    public void close() {}

    private static ObjectNode line(String event, String title, String phase) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("event", event)
                .put("volume", title)
                .put("phase", phase);
    }
}
