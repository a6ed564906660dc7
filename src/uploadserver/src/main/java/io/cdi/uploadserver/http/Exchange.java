// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One request, and the way to answer it. For one thread, but for [#cut] and the stream of the body.
public interface Exchange {

    String method();

    /// Without a query.
    String path();

    Optional<String> header(String name);

    /// What the request says about the length of its body.
    OptionalLong contentLength();

    /// The common names in the client's certificates, its own first; empty without a chain that was verified.
    List<String> clientNames();

    /// The body, to be read once. Asks the client to go on if it waits for that. A read fails when the
    /// client has gone or has been silent for too long, or when the request has been answered.
    InputStream body() throws IOException;

    /// Answers, once.
    void answer(Answer answer) throws IOException;

    /// Ends the connection under everybody who reads from it, from any thread.
    void cut();
}
