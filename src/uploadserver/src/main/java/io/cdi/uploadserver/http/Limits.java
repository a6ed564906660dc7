// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import java.time.Duration;

/// How long clients are waited for.
///
/// @param greeting from the connection to the end of the first request's headers
/// @param idle until the end of a later request's headers
/// @param silence while a body is read: longer than this without a byte, and the client counts as gone
/// @param farewell how long a client that still sends is listened to after its answer
public record Limits(Duration greeting, Duration idle, Duration silence, Duration farewell) {
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofSeconds(5));
}
