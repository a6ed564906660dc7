// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import io.cdi.cli.outcome.ExitCode;
import io.cdi.cli.outcome.Failures;
import java.util.OptionalLong;

/// How one DataVolume ended.
///
/// @param phase `Succeeded`, `Succeeded (unchanged)` or `Failed`
/// @param size of the disk
/// @param message why it failed, else empty
public record Outcome(String title, String phase, OptionalLong size, String message, ExitCode code) {

    static Outcome succeeded(Job job, OptionalLong size) {
        return new Outcome(job.volume().toString(), VolumeStatus.SUCCEEDED, size, "", ExitCode.DONE);
    }

    static Outcome unchanged(Job job, OptionalLong size) {
        return new Outcome(job.volume().toString(), VolumeStatus.SUCCEEDED + " (unchanged)", size, "", ExitCode.DONE);
    }

    static Outcome refused(String title, String reason) {
        return new Outcome(title, "Failed", OptionalLong.empty(), reason, ExitCode.PERMANENT);
    }

    static Outcome failed(Job job, Throwable failure) {
        return new Outcome(
                job.volume().toString(), "Failed", OptionalLong.empty(), Failures.line(failure), ExitCode.of(failure));
    }

    boolean isDone() {
        return code == ExitCode.DONE;
    }

    /// The code for the whole file.
    public static ExitCode worst(Iterable<Outcome> outcomes) {
        ExitCode worst = ExitCode.DONE;
        for (Outcome outcome : outcomes) {
            worst = worst.worse(outcome.code());
        }
        return worst;
    }
}
