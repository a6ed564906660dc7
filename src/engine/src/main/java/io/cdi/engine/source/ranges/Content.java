// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.ranges.RangeReader.Answer;
import io.cdi.engine.source.ranges.RangeReader.Facts;
import java.util.Optional;
import java.util.OptionalLong;

/// One version of one remote object: what the first answer told, and the check that every later answer is
/// about the same.
record Content(RangeReader reader, Facts facts) {

    /// Whether bytes from the middle can be asked for without the risk to mix two versions.
    boolean isResumable() {
        return facts.version().isPresent();
    }

    long endOrUnknown() {
        return facts.length().orElse(Long.MAX_VALUE);
    }

    Answer read(long offset, OptionalLong end) throws TransferException {
        Answer answer = reader.read(offset, end, facts.version());
        if (!isSame(facts.version(), answer.facts().version())
                || !isSameLength(answer.facts().length())) {
            answer.close();
            throw changed();
        }
        return answer;
    }

    private static boolean isSame(Optional<String> first, Optional<String> now) {
        return first.isEmpty() || now.isEmpty() || first.equals(now);
    }

    private boolean isSameLength(OptionalLong now) {
        return facts.length().isEmpty() || now.isEmpty() || facts.length().equals(now);
    }

    private TransferException.Permanent changed() {
        return new TransferException.Permanent("read " + reader.description()
                + ": the source changed during the transfer, so what was read so far is of no use; start again");
    }
}
