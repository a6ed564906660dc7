// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source;

import java.time.Duration;

/// How often and how patiently a request is sent again after a failure that may pass. Progress resets the
/// count: only failures in a row, without a single byte between them, use up the attempts.
///
/// @param attempts how many requests in a row may fail, at least 1
/// @param firstDelay the pause after the first failure; doubles with each further one, with jitter
/// @param longestDelay the pause never grows over this
/// @param firstByte how long a server may think before its answer begins; some make or fetch the file first
/// @param stall an answer that has begun and brings no byte for this long is cut and counts as a failure
public record RetryPolicy(
        int attempts, Duration firstDelay, Duration longestDelay, Duration firstByte, Duration stall) {

    public static final RetryPolicy DEFAULT = new RetryPolicy(
            8, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMinutes(10), Duration.ofSeconds(60));

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, not " + attempts);
        }
    }

    /// The same policy with one patience for the first byte and for each that follows.
    public RetryPolicy withPatience(Duration patience) {
        return new RetryPolicy(attempts, firstDelay, longestDelay, patience, patience);
    }
}
