// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.ExitCodes;
import io.cdi.contract.TerminationMessage;
import java.util.Map;
import java.util.Optional;

/// What the pod leaves behind.
///
/// @param terminationText empty for none: after a failure the kubelet takes the end of the log then
record Outcome(int exitCode, Optional<String> terminationText) {

    static final Outcome DONE_WITHOUT_WORDS = new Outcome(ExitCodes.DONE, Optional.empty());
    static final Outcome FAILED_WITHOUT_WORDS = new Outcome(ExitCodes.FAILED, Optional.empty());

    /// Labels are given up rather than the message that all is well.
    static Outcome done(TerminationMessage message) {
        TerminationMessage fitting = message.fits() ? message : message.withLabels(Map.of());
        return new Outcome(ExitCodes.DONE, Optional.of(fitting.json()));
    }

    static Outcome failed(String text) {
        return new Outcome(ExitCodes.FAILED, Optional.of(text));
    }
}
