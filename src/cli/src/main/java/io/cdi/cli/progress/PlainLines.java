// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A line every few seconds, for logs.
public final class PlainLines implements Display {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

    private final PrintStream out;
    private final Rate rate = new Rate();
    private Duration next = BETWEEN_LINES;
    private String shown = "";

    public PlainLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(500);
    }

    /// Prints when it is time, or when a long transfer enters a new phase.
    @Override
    public void show(Snapshot snapshot, Duration elapsed) {
        rate.mark(elapsed, snapshot.sourceBytes());
        boolean news = !Words.phase(snapshot).equals(shown) && next.compareTo(BETWEEN_LINES) > 0;
        if (news || elapsed.compareTo(next) >= 0) {
            out.println(render(snapshot, rate));
            shown = Words.phase(snapshot);
            next = elapsed.plus(BETWEEN_LINES);
        }
    }

    @Override
    public void close() {}

    static String render(Snapshot snapshot, Rate rate) {
        List<String> facts = new ArrayList<>();
        snapshot.fraction().ifPresent(fraction -> facts.add(Words.percent(fraction)));
        facts.add(Words.bytes(snapshot));
        if (snapshot.moving()) {
            facts.add(Words.rate(rate.bytesPerSecond()));
            rate.left(snapshot.sourceBytes(), snapshot.sourceLength())
                    .ifPresent(left -> facts.add(Words.clock(left) + " left"));
        }
        return Words.phase(snapshot) + " " + String.join(", ", facts);
    }
}
