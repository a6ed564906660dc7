// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.source.Origin;
import java.util.Optional;

/// What a checkpoint remembers: which content, and up to where it is on the volume.
///
/// @param source its description: two files of the same size and time have the same ETag on many servers
/// @param version of the source's content
/// @param length of the source in bytes
/// @param fileOffset everything of the image file before this place is on the volume
record ResumeState(String source, String version, long length, long fileOffset) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The state of a source that has got to `fileOffset`; empty for one that cannot be continued later: it must
    /// seek, tell its length, and name its version.
    static Optional<ResumeState> of(Origin.Seekable origin, long fileOffset) {
        return origin.length().isPresent()
                ? origin.version()
                        .map(version -> new ResumeState(
                                origin.description(), version, origin.length().getAsLong(), fileOffset))
                : Optional.empty();
    }

    /// @return empty when the text is none of ours
    static Optional<ResumeState> parse(String text) {
        try {
            return Optional.of(JSON.readValue(text, ResumeState.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is always JSON", e);
        }
    }

    /// Whether this state was left by a transfer of exactly this content.
    boolean isOf(Origin.Seekable origin) {
        return of(origin, fileOffset).equals(Optional.of(this));
    }
}
