// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine;

import io.cdi.scratch.NativeCalls;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM for a program that transfers. The JVM runs shutdown hooks then; ours interrupts the
/// working thread and gives it time to leave the target as a later run wants it, after which the JVM ends with the
/// code of the signal: 130 or 143.
public final class Interruption {

    private final Thread worker;
    private final Duration patience;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /// As [#of], but hears no signals.
    public Interruption(Thread worker, Duration patience) {
        this.worker = worker;
        this.patience = patience;
    }

    /// @param patience how long the worker is waited for
    public static Interruption of(Thread worker, Duration patience) {
        Interruption interruption = new Interruption(worker, patience);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "interruption"));
        return interruption;
    }

    public boolean requested() {
        return requested;
    }

    /// The worker has nothing left to clean up.
    public void finished() {
        finished.countDown();
    }

    /// Ends the process, whose worker has finished: after a signal with that signal's code, else with the given one.
    public void exit(int code) {
        finished();
        if (requested) {
            // Waits for the end by the signal.
            System.exit(code);
        }
        NativeCalls.exit(code);
    }

    private void end() {
        if (finished.getCount() == 0) {
            return;
        }
        requested = true;
        worker.interrupt();
        try {
            finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
