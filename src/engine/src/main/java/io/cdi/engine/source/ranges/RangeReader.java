// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.ranges;

import io.cdi.engine.TransferException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// One object at a remote place that answers to requests for a range of its bytes: the little that HTTP, S3,
/// GCS and a registry's blobs have in common. No retries and no buffers here; [RangedOrigin] has them for
/// all. Used by several threads at once. An answer that does not begin, or brings no byte, for as long as
/// [io.cdi.engine.source.RetryPolicy] says fails.
public interface RangeReader extends AutoCloseable {

    /// The object for messages, without credentials or signatures.
    String description();

    /// What the first answer told about the object.
    ///
    /// @param length the number of bytes, when known
    /// @param ranges whether a request for a range is answered with that range
    /// @param version the strong ETag, generation or digest of the content, when known
    record Facts(OptionalLong length, boolean ranges, Optional<String> version) {}

    /// An answer: the object's facts and its bytes from the asked offset on. Closing it frees the connection, at
    /// once even when bytes are left.
    record Answer(Facts facts, InputStream body) implements AutoCloseable {
        @Override
        public void close() {
            try {
                body.close();
            } catch (java.io.IOException e) {
                // The bytes that were wanted have been read or are given up.
            }
        }
    }

    /// Sends one request.
    ///
    /// @param offset the first byte wanted
    /// @param end one past the last byte wanted, or empty for all to the last
    /// @param version the content must still be this version, when given (If-Range, If-Match)
    /// @return the bytes from exactly `offset` on; with `offset` 0 and no `end` a source without ranges
    ///     answers too
    /// @throws TransferException.Transient when the same request may work later
    /// @throws TransferException.Permanent when it cannot, or when the content is another version by now
    Answer read(long offset, OptionalLong end, Optional<String> version) throws TransferException;

    /// Frees connections.
    @Override
    void close();
}
