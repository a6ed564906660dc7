// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import java.time.Duration;

/// The measures of a stream.
///
/// @param segmentBytes what one fetcher claims at a time with up to four connections; smaller with more of
///     them, as the memory stays the same
/// @param worthIt fewer bytes than these are left to the connections that are there
/// @param window the time between two decisions about connections
record Tuning(long segmentBytes, long worthIt, Duration window) {

    private static final int CONNECTIONS = 4;

    static final Tuning DEFAULT = new Tuning(8L << 20, 32L << 20, Duration.ofMillis(500));

    long segmentBytesFor(int connections) {
        return Math.max(1, segmentBytes * CONNECTIONS / Math.max(CONNECTIONS, connections));
    }

    static int defaultConnections() {
        return CONNECTIONS;
    }
}
