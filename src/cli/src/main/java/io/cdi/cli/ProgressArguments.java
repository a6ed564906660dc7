// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.apply.NoPhases;
import io.cdi.cli.apply.PhaseDisplay;
import io.cdi.cli.apply.PhaseJson;
import io.cdi.cli.apply.PhaseLines;
import io.cdi.cli.progress.Bar;
import io.cdi.cli.progress.Display;
import io.cdi.cli.progress.JsonLines;
import io.cdi.cli.progress.Nothing;
import io.cdi.cli.progress.PlainLines;
import io.cdi.cli.progress.Snapshot;
import io.cdi.cli.progress.Ticker;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// How progress is shown.
final class ProgressArguments implements Arguments.Group {

    enum Mode {
        AUTO,
        BAR,
        PLAIN,
        JSON,
        NONE
    }

    /// A transfer that may take long.
    interface Work<T> {
        T run() throws IOException;
    }

    private final Arguments arguments = new Arguments();
    private final Supplier<Mode> mode = arguments.option(
            "--progress",
            "HOW",
            text -> Converters.choice(Mode.values(), text),
            Mode.AUTO,
            "auto, bar, plain, json or none, on standard error. auto: a bar on a terminal, else plain lines."
                    + " json: JSON lines, and the result as JSON on standard output.");

    @Override
    public Arguments arguments() {
        return arguments;
    }

    boolean json() {
        return mode.get() == Mode.JSON;
    }

    /// Does the work while its progress is shown.
    <T> T show(Session session, Supplier<Snapshot> snapshots, Work<T> work) throws IOException {
        try (Ticker _ = new Ticker(snapshots, display(session), session.nanoTime())) {
            return work.run();
        }
    }

    /// Where the phases of several volumes are shown.
    PhaseDisplay phases(Session session) {
        return switch (mode.get()) {
            case AUTO -> session.interactive() ? phaseBar(session) : phaseLines(session);
            case BAR -> phaseBar(session);
            case PLAIN -> phaseLines(session);
            case JSON -> new PhaseJson(session.err(), session.nanoTime());
            case NONE -> new NoPhases();
        };
    }

    private static PhaseDisplay phaseBar(Session session) {
        return new PhaseLines(session.err(), Optional.of(session.status()), session.columns(), session.nanoTime());
    }

    private static PhaseDisplay phaseLines(Session session) {
        return new PhaseLines(session.err(), Optional.empty(), session.columns(), session.nanoTime());
    }

    private Display display(Session session) {
        return switch (mode.get()) {
            case AUTO -> session.interactive() ? bar(session) : new PlainLines(session.err());
            case BAR -> bar(session);
            case PLAIN -> new PlainLines(session.err());
            case JSON -> new JsonLines(session.err());
            case NONE -> new Nothing();
        };
    }

    private static Display bar(Session session) {
        return new Bar(session.status(), session.columns());
    }
}
