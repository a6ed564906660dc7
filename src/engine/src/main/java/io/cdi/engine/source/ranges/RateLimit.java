// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.source.ranges.Attempts.Pause;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Lets so many bytes a second pass, over all threads together. Smooth: bytes are read in pieces of a
/// twentieth of a second, and each piece is paid for before the next.
public final class RateLimit {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final OptionalLong bytesPerSecond;
    private final LongSupplier nanos;
    private final Pause pause;
    private long paidUntil;

    RateLimit(OptionalLong bytesPerSecond, LongSupplier nanos, Pause pause) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.pause = pause;
        this.paidUntil = nanos.getAsLong();
    }

    public static RateLimit of(OptionalLong bytesPerSecond) {
        return new RateLimit(bytesPerSecond, System::nanoTime, Thread::sleep);
    }

    /// The most bytes to move at once.
    public int piece() {
        return bytesPerSecond.isEmpty()
                ? Integer.MAX_VALUE
                : Math.clamp(bytesPerSecond.getAsLong() / 20, 1024, 1 << 20);
    }

    /// Returns when these bytes may have passed.
    public void passed(int bytes) throws InterruptedException {
        if (bytesPerSecond.isPresent()) {
            long wait = pay(bytes, bytesPerSecond.getAsLong());
            if (wait > 0) {
                pause.forThe(Duration.ofNanos(wait));
            }
        }
    }

    private synchronized long pay(int bytes, long rate) {
        long now = nanos.getAsLong();
        paidUntil = Math.max(paidUntil, now) + Math.round((double) bytes / rate * SECOND);
        return paidUntil - now;
    }
}
