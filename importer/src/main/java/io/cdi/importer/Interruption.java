// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// SIGTERM, which the kubelet sends before it kills. The JVM runs shutdown hooks then; this one interrupts
/// the worker and gives it time to leave the volume as a later run wants it. The JVM ends with 143 after
/// that.
final class Interruption {

    /// Less than a pod's usual 30 seconds of grace.
    private static final int PATIENCE_SECONDS = 25;

    private final Thread worker;
    private final CountDownLatch finished = new CountDownLatch(1);

    private Interruption(Thread worker) {
        this.worker = worker;
    }

    static Interruption of(Thread worker) {
        Interruption interruption = new Interruption(worker);
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::end, "interruption"));
        return interruption;
    }

    /// The worker has nothing left to do.
    void finished() {
        finished.countDown();
    }

    private void end() {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
