// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.local;

import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes that are handed over by whoever embeds the engine. Closing it closes their stream.
public record ArrivingOrigin(Source.Arriving source) implements Origin.Streamed {

    @Override
    public String description() {
        return source.description();
    }

    @Override
    public OptionalLong length() {
        return source.length();
    }

    @Override
    public Optional<String> version() {
        return Optional.empty();
    }

    @Override
    public InputStream stream() {
        return source.bytes();
    }

    @Override
    public void close() throws IOException {
        source.bytes().close();
    }
}
