// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One line at the bottom of a terminal, drawn again in place.
public final class Bar implements Display {

    private static final int NARROWEST_BAR = 10;
    private static final int WIDEST_BAR = 40;

    private final StatusLine line;
    private final int columns;
    private final Rate rate = new Rate();

    public Bar(StatusLine line, int columns) {
        this.line = line;
        this.columns = columns;
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(200);
    }

    @Override
    public void show(Snapshot snapshot, Duration elapsed) {
        rate.mark(elapsed, snapshot.sourceBytes());
        line.draw(render(snapshot, rate, elapsed, columns));
    }

    @Override
    public void close() {
        line.clear();
    }

    /// The text of the line, shorter than `columns`: phase, bar and percent while the whole is known, bytes,
    /// and while they move, rate and time left.
    static String render(Snapshot snapshot, Rate rate, Duration elapsed, int columns) {
        List<String> facts = new ArrayList<>();
        facts.add(Words.bytes(snapshot));
        if (snapshot.moving()) {
            facts.add(Words.rate(rate.bytesPerSecond()));
            facts.add(rate.left(snapshot.sourceBytes(), snapshot.sourceLength())
                    .map(left -> Words.clock(left) + " left")
                    .orElseGet(() -> Words.clock(elapsed)));
        } else {
            facts.add(Words.clock(elapsed));
        }
        String phase = Words.phase(snapshot);
        String text = String.join("  ", facts);
        if (snapshot.fraction().isEmpty()) {
            return cut(phase + "  " + text, columns);
        }
        double fraction = snapshot.fraction().getAsDouble();
        String percent = String.format(java.util.Locale.ROOT, "%6s", Words.percent(fraction));
        int room = columns - 1 - phase.length() - percent.length() - text.length() - 7;
        String bar = room < NARROWEST_BAR ? "" : bar(fraction, Math.min(room, WIDEST_BAR)) + " ";
        return cut(phase + "  " + bar + percent + "  " + text, columns);
    }

    private static String bar(double fraction, int width) {
        int full = (int) Math.floor(fraction * width);
        return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }

    /// The last column stays free: some terminals wrap when it is written.
    private static String cut(String text, int columns) {
        return text.length() < columns ? text : text.substring(0, Math.max(0, columns - 1));
    }
}
