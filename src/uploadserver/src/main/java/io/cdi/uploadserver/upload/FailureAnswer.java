// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.upload;

import io.cdi.contract.FailurePhrases;
import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;
import io.cdi.uploadserver.http.Answer;

/// A failed or refused upload in the words of the upload contract.
public final class FailureAnswer {

    public static final Answer BUSY =
            Answer.of(Answer.BUSY, "another upload into this volume is under way; try again when it has ended");

    public static final Answer DONE = Answer.of(Answer.CONFLICT, "an upload into this volume has succeeded before");

    private FailureAnswer() {}

    /// 400 for what the client has sent, 500 for everything else.
    public static Answer of(Throwable failure) {
        return Answer.of(isOfTheImage(failure) ? Answer.BAD_REQUEST : Answer.FAILED, text(failure));
    }

    static String text(Throwable failure) {
        String cause = switch (failure) {
            case TransferException.NeedsScratch e ->
                FailurePhrases.SCRATCH_MISSING + ": " + e.getMessage() + "; upload again, it will be there";
            case TransferException e -> String.valueOf(e.getMessage());
            case VolumeException e -> String.valueOf(e.getMessage());
            default -> failure.toString();
        };
        return FailurePhrases.SAVING_FAILED
                + (isTooLarge(failure) ? FailurePhrases.UPLOAD_TOO_LARGE + ": " + cause : cause);
    }

    private static boolean isOfTheImage(Throwable failure) {
        return isTooLarge(failure)
                || failure instanceof TransferException.Permanent
                || failure instanceof TransferException.Integrity;
    }

    private static boolean isTooLarge(Throwable failure) {
        return switch (failure) {
            case VolumeException e ->
                e.reason() == VolumeException.Reason.TOO_SMALL || e.reason() == VolumeException.Reason.NO_SPACE;
            case TransferException.Permanent e ->
                String.valueOf(e.getMessage()).contains(FailurePhrases.LARGER_THAN_AVAILABLE);
            default -> false;
        };
    }
}
