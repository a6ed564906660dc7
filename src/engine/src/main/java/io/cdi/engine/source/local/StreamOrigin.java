// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.local;

import io.cdi.engine.source.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/// Bytes that come once: standard input, a pipe.
public final class StreamOrigin implements Origin.Streamed {

    private final String description;
    private final InputStream stream;

    /// @param description the source for messages
    /// @param stream closed with this origin
    public StreamOrigin(String description, InputStream stream) {
        this.description = description;
        this.stream = stream;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.empty();
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
