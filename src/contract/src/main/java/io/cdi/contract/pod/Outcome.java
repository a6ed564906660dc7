// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract.pod;

import io.cdi.contract.ExitCodes;
import io.cdi.contract.TerminationMessage;
import java.util.Map;
import java.util.Optional;

/// What the pod leaves behind.
///
/// @param terminationText empty for none: after a failure the kubelet takes the end of the log then
public record Outcome(int exitCode, Optional<String> terminationText) {

    public static final Outcome DONE_WITHOUT_WORDS = new Outcome(ExitCodes.DONE, Optional.empty());
    public static final Outcome FAILED_WITHOUT_WORDS = new Outcome(ExitCodes.FAILED, Optional.empty());
    public static final Outcome TERMINATED = new Outcome(ExitCodes.TERMINATED, Optional.empty());

    /// Labels are given up rather than the message that all is well.
    public static Outcome done(TerminationMessage message) {
        TerminationMessage fitting = message.fits() ? message : message.withLabels(Map.of());
        return new Outcome(ExitCodes.DONE, Optional.of(fitting.json()));
    }

    public static Outcome failed(String text) {
        return new Outcome(ExitCodes.FAILED, Optional.of(text));
    }
}
