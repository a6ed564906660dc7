// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.outcome;

import io.cdi.engine.TransferException;
import io.cdi.scratch.VolumeException;

/// What the process tells its caller.
public enum ExitCode {
    DONE(0),
    /// The command line is wrong; nothing was tried.
    USAGE(2),
    /// The same command can only fail again.
    PERMANENT(3),
    /// The same command may work later; all retries are used up.
    TRANSIENT(4),
    /// The content is not the promised one.
    INTEGRITY(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static ExitCode of(Throwable failure) {
        return switch (failure) {
            case TransferException.Transient _ -> TRANSIENT;
            case TransferException.Integrity _ -> INTEGRITY;
            case VolumeException busy when busy.reason() == VolumeException.Reason.BUSY -> TRANSIENT;
            default -> PERMANENT;
        };
    }

    /// The code for both: wrong content outweighs all, and what may work later weighs least.
    public ExitCode worse(ExitCode other) {
        return weight() >= other.weight() ? this : other;
    }

    private int weight() {
        return switch (this) {
            case DONE -> 0;
            case TRANSIENT -> 1;
            case USAGE -> 2;
            case PERMANENT -> 3;
            case INTEGRITY -> 4;
        };
    }
}
