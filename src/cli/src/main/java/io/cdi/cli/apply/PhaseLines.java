// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.cli.progress.StatusLine;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// A line for each change of a phase. Progress is a line at the bottom of a terminal, or one more line every few
/// seconds where there is none.
public final class PhaseLines implements PhaseDisplay {

    private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;

    private final PrintStream out;
    private final Optional<StatusLine> status;
    private final int columns;
    private final LongSupplier nanoTime;
    private long next;

    /// @param status where `out` is a terminal
    public PhaseLines(PrintStream out, Optional<StatusLine> status, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.status = status;
        this.columns = columns;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong() + NANOS_BETWEEN_LINES;
    }

    @Override
    public synchronized void phase(String title, String phase, String message) {
        out.println(title + "  " + phase + (message.isEmpty() ? "" : "  " + message));
    }

    @Override
    public synchronized void progress(List<Running> running) {
        if (running.isEmpty()) {
            return;
        }
        if (status.isPresent()) {
            String all = running.stream().map(PhaseLines::render).collect(Collectors.joining(" | "));
            status.get().draw(all.length() < columns ? all : all.substring(0, columns - 1));
        } else if (nanoTime.getAsLong() >= next) {
            running.forEach(one -> out.println(render(one)));
            next = nanoTime.getAsLong() + NANOS_BETWEEN_LINES;
        }
    }

    @Override
    public synchronized void close() {
        status.ifPresent(StatusLine::clear);
    }

    static String render(Running running) {
        return running.title() + "  " + running.phase() + " " + percent(running);
    }

    /// The progress of a DataVolume's status.
    static String percent(Running running) {
        return running.snapshot().fraction().isEmpty()
                ? "N/A"
                : String.format(
                        Locale.ROOT,
                        "%.1f%%",
                        Math.floor(running.snapshot().fraction().getAsDouble() * 1000) / 10);
    }
}
