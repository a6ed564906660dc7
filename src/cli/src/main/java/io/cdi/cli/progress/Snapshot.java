// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import io.cdi.engine.transfer.Progress;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// How far a transfer is at one moment.
///
/// @param phase for people and programs: `connecting`, `transferring`, `converting`, `verifying`, `finishing`,
///     `done`; of uploads also `waiting`
/// @param detail what is waited for, in words; empty for nothing special
/// @param moving whether bytes move from the source, so that rate and time left mean something
/// @param fraction of the whole, 0 to 1, while it is known
public record Snapshot(
        String phase,
        String detail,
        boolean moving,
        long sourceBytes,
        OptionalLong sourceLength,
        long writtenBytes,
        OptionalDouble fraction) {

    public Snapshot(
            String phase,
            boolean moving,
            long sourceBytes,
            OptionalLong sourceLength,
            long writtenBytes,
            OptionalDouble fraction) {
        this(phase, "", moving, sourceBytes, sourceLength, writtenBytes, fraction);
    }

    public static Snapshot of(Progress progress) {
        Progress.Phase phase = progress.phase();
        return new Snapshot(
                phase.name().toLowerCase(Locale.ROOT),
                phase == Progress.Phase.TRANSFERRING,
                progress.sourceBytes(),
                progress.sourceLength(),
                progress.writtenBytes(),
                progress.fraction());
    }
}
