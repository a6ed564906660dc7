// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Shows progress at intervals, from a thread of its own, until closed.
public final class Ticker implements AutoCloseable {

    private final Supplier<Snapshot> snapshots;
    private final Display display;
    private final LongSupplier nanoTime;
    private final long start;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final Thread thread;
    private boolean closed;

    public Ticker(Supplier<Snapshot> snapshots, Display display, LongSupplier nanoTime) {
        this.snapshots = snapshots;
        this.display = display;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.thread = Thread.ofPlatform().daemon().name("progress").start(this::tick);
    }

    /// The time since the start.
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    /// Shows the last state and leaves the display clean.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        joinUninterruptibly();
        display.show(snapshots.get(), elapsed());
        display.close();
    }

    private void tick() {
        lock.lock();
        try {
            while (!closed) {
                display.show(snapshots.get(), elapsed());
                closing.await(display.interval().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
