// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source;

import io.cdi.engine.TransferException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/// The bytes behind a [Source], opened. Whoever opened it closes it, which ends all its streams and requests.
///
/// Streams throw [TransferException] when the source is at fault, after retries of their own; they resume
/// inside, so a reader never sees a cut that could be mended.
public sealed interface Origin extends Closeable {

    /// The source for messages, without credentials or query strings that may hold signatures.
    String description();

    /// The number of bytes, when the source says it.
    OptionalLong length();

    /// Names the content, so that bytes of two versions are never mixed: an ETag, a digest, size and time of
    /// a file. Empty when the source says nothing of the kind.
    Optional<String> version();

    /// Bytes that come once, in order: a pipe, a tar entry, a server without ranges.
    non-sealed interface Streamed extends Origin {

        /// The bytes from the first to the last. May be called once.
        InputStream stream() throws TransferException;
    }

    /// Bytes that can be asked for from any place.
    non-sealed interface Seekable extends Origin {

        /// The bytes from `offset` to the last. May be called several times; each stream is for one thread.
        InputStream stream(long offset) throws TransferException;

        /// Fills the buffer with the bytes at `offset`.
        ///
        /// @throws TransferException also when the source ends before the buffer is full
        void readFully(long offset, ByteBuffer into) throws IOException;
    }
}
