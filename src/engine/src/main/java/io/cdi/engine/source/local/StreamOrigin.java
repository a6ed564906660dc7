// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.local;

import io.cdi.engine.ByteStream;
import io.cdi.engine.source.Origin;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes that come once: standard input, a pipe. A read that waits for them ends at once when its thread is
/// interrupted or this is closed.
public final class StreamOrigin implements Origin.Streamed {

    private final String description;
    private final FileChannel channel;

    /// @param description the source for messages
    /// @param channel closed with this origin
    StreamOrigin(String description, FileChannel channel) {
        this.description = description;
        this.channel = channel;
    }

    /// Standard input past [System#in], whose reads nothing interrupts.
    public static StreamOrigin standardInput() {
        return new StreamOrigin("standard input", new FileInputStream(FileDescriptor.in).getChannel());
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
    public Optional<String> version() {
        return Optional.empty();
    }

    @Override
    public InputStream stream() {
        return new ChannelStream();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// The streams of [java.nio.channels.Channels] ask the channel for its position, which a pipe does not have.
    private final class ChannelStream extends ByteStream {

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
