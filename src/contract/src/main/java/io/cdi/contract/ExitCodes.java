// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Exit codes of worker pods.
public final class ExitCodes {

    /// The [TerminationMessage] says what is done.
    public static final int DONE = 0;

    /// The termination message is plain text. The kubelet starts the container again.
    public static final int FAILED = 1;

    /// Ended by SIGTERM.
    public static final int TERMINATED = 143;

    private ExitCodes() {}
}
