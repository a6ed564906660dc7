// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import java.io.IOException;

/// Whoever answers requests. Many at once.
@FunctionalInterface
public interface Handler {

    /// Answers exactly once.
    ///
    /// @throws IOException when the client has gone
    void handle(Exchange exchange) throws IOException;
}
