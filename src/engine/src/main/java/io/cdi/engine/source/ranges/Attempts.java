// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Counts failures in a row and pauses after each, until there were too many.
public final class Attempts {

    /// A server that wants to be left alone for longer is asked again after this time all the same.
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(2);

    /// How a thread waits.
    public interface Pause {
        void forThe(Duration time) throws InterruptedException;
    }

    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Pause pause;
    private int failures;

    public Attempts(RetryPolicy policy, RandomGenerator random, Pause pause) {
        this.policy = policy;
        this.random = random;
        this.pause = pause;
    }

    public static Attempts of(RetryPolicy policy) {
        return new Attempts(policy, RandomGenerator.getDefault(), Thread::sleep);
    }

    /// Returns after a pause when the request may be sent again.
    ///
    /// @param progress whether bytes came before it failed: then it does not count, nor what failed before
    /// @throws TransferException the failure itself when another try cannot help or enough were made
    public void failed(IOException failure, boolean progress) throws TransferException, InterruptedException {
        if (failure instanceof TransferException known && !(known instanceof TransferException.Transient)) {
            throw known;
        }
        failures = progress ? 0 : failures + 1;
        if (failures >= policy.attempts()) {
            String tries = policy.attempts() == 1 ? "" : " (" + policy.attempts() + " attempts in a row failed)";
            throw new TransferException.Transient(failure.getMessage() + tries, failure);
        }
        Duration wished = failure instanceof TransferException.Transient later ? later.retryAfter() : Duration.ZERO;
        pause.forThe(delay(policy, Math.max(1, failures), random.nextDouble(), wished));
    }

    /// Doubles from failure to failure up to the policy's longest; the second half of it is random, so that many
    /// clients of a server that came back do not return all at once.
    static Duration delay(RetryPolicy policy, int failures, double random, Duration retryAfter) {
        long longest = policy.longestDelay().toMillis();
        long doubled = policy.firstDelay().toMillis() << Math.min(failures - 1, 20);
        double backOff = Math.min(longest, doubled) * (0.5 + random / 2);
        Duration wished = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
        Duration own = Duration.ofMillis(Math.round(backOff));
        return own.compareTo(wished) < 0 ? wished : own;
    }
}
