// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C and SIGTERM. The JVM runs shutdown hooks then; ours interrupts the working thread and gives it time
/// to clean the target up, after which the JVM ends with the code of the signal: 130 or 143.
final class Interruption {

    private static final int PATIENCE_SECONDS = 30;

    private final Thread worker;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;

    /// As [#of], but hears no signals.
    Interruption(Thread worker) {
        this.worker = worker;
    }

    static Interruption of(Thread worker) {
        Interruption interruption = new Interruption(worker);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "interruption"));
        return interruption;
    }

    boolean requested() {
        return requested;
    }

    /// The worker has nothing left to clean up.
    void finished() {
        finished.countDown();
    }

    private void end() {
        if (finished.getCount() == 0) {
            return;
        }
        requested = true;
        worker.interrupt();
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
