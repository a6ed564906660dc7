// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

/// Decides how many connections are worth having, from what was seen in the last half second. Pure but for
/// its memory.
///
/// More are added (1, 2, 4 …) while the reader mostly waits for the network and much is left. Each addition
/// is a trial: when the second half second after it was not faster by a tenth, it is taken back, and the next
/// trial is long after. A refusal by the server lowers the ceiling for good.
final class Growth {

    private static final double HUNGRY = 0.5;
    private static final double GAIN = 1.1;
    private static final int WINDOWS_BETWEEN_TRIALS = 20;

    /// What was seen since the stream began.
    ///
    /// @param nanos the time by any clock
    /// @param fetched bytes that came over all connections
    /// @param waited how long the reader was blocked
    /// @param left bytes that no connection has claimed yet
    record Seen(long nanos, long fetched, long waited, long left) {}

    private final long window;
    private final long worthIt;
    private int ceiling;
    private int wanted = 1;
    private Seen last;
    private int quietWindows = 1;
    private int beforeTrial;
    private double rateBeforeTrial;

    Growth(Tuning tuning, int most, long nanos) {
        this.window = tuning.window().toNanos();
        this.worthIt = tuning.worthIt();
        this.ceiling = most;
        this.last = new Seen(nanos, 0, 0, 0);
    }

    int wanted() {
        return wanted;
    }

    /// When the next decision is due, by the clock of [Seen].
    long nextDecision() {
        return last.nanos() + window;
    }

    boolean mayGrow() {
        return ceiling > 1;
    }

    /// The server refused one connection of several.
    void refused() {
        wanted = Math.max(1, wanted - 1);
        ceiling = wanted;
        beforeTrial = 0;
    }

    /// Looks at what happened and changes [#wanted()] when it should.
    void decide(Seen seen) {
        long time = seen.nanos() - last.nanos();
        if (time < window) {
            return;
        }
        double rate = (double) (seen.fetched() - last.fetched()) / time;
        boolean hungry = seen.waited() - last.waited() > HUNGRY * time;
        last = seen;
        if (quietWindows > 0) {
            quietWindows--;
            return;
        }
        if (beforeTrial > 0 && rate < GAIN * rateBeforeTrial) {
            wanted = Math.min(beforeTrial, ceiling);
            beforeTrial = 0;
            quietWindows = WINDOWS_BETWEEN_TRIALS;
            return;
        }
        beforeTrial = 0;
        if (hungry && wanted < ceiling && seen.left() > worthIt) {
            beforeTrial = wanted;
            rateBeforeTrial = rate;
            wanted = Math.min(2 * wanted, ceiling);
            quietWindows = 1;
        }
    }
}
