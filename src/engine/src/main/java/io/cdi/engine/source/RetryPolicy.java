// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source;

import java.time.Duration;

/// How often and how patiently a request is sent again after a failure that may pass. Progress resets the
/// count: only failures in a row, without a single byte between them, use up the attempts.
///
/// @param attempts how many requests in a row may fail, at least 1
/// @param firstDelay the pause after the first failure; doubles with each further one, with jitter
/// @param longestDelay the pause never grows over this
/// @param stall a connection that brings no byte for this long is cut and counts as a failure
public record RetryPolicy(int attempts, Duration firstDelay, Duration longestDelay, Duration stall) {

    public static final RetryPolicy DEFAULT =
            new RetryPolicy(8, Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofSeconds(60));

    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least one attempt is needed, not " + attempts);
        }
    }
}
