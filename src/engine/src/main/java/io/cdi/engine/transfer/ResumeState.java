// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Source;
import java.util.HexFormat;
import java.util.Optional;

/// What a checkpoint remembers: which content, and up to where it is on the volume.
///
/// @param source its description, and a hash of what that leaves out: two files of the same size and time have the
///     same ETag on many servers
/// @param version of the source's content
/// @param length of the source in bytes
/// @param fileOffset everything of the image file before this place is on the volume
record ResumeState(String source, String version, long length, long fileOffset) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The state of a source that has got to `fileOffset`; empty for one that cannot be continued later: it must
    /// seek, tell its length, and name its version.
    static Optional<ResumeState> of(Source source, Origin.Seekable origin, long fileOffset) {
        return origin.length().isPresent()
                ? origin.version()
                        .map(version -> new ResumeState(
                                place(source, origin), version, origin.length().getAsLong(), fileOffset))
                : Optional.empty();
    }

    /// A query may be a signature, so it is not kept as it is.
    private static String place(Source source, Origin origin) {
        String query = source instanceof Source.Http http ? http.uri().getRawQuery() : null;
        return query == null ? origin.description() : origin.description() + " " + sha256(query);
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Checksum.Algorithm.SHA256.digest().digest(text.getBytes(UTF_8)));
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
    boolean isOf(Source source, Origin.Seekable origin) {
        return of(source, origin, fileOffset).equals(Optional.of(this));
    }
}
