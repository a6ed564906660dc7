// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.engine.TransferException;
import io.cdi.engine.source.http.ContentRange;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.Request;
import io.cdi.engine.source.ranges.RangeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A manifest or blob of a registry, to be read in ranges. Each request goes to the registry anew: where it
/// sends us to for the bytes is good for minutes only.
final class RegistryObject implements RangeReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_ERROR_BYTES = 64 << 10;

    private final RegistryApi api;
    private final String path;
    private final String what;
    private final Optional<String> known;
    private volatile Optional<String> version;

    /// @param path below `/v2/`
    /// @param what names the object in messages, with the image
    /// @param known the digest, unless a tag is asked for
    RegistryObject(RegistryApi api, String path, String what, Optional<String> known) {
        this.api = api;
        this.path = path;
        this.what = what;
        this.known = known;
        this.version = known;
    }

    /// The digest, as the first answer told it.
    Optional<String> version() {
        return version;
    }

    @Override
    public String description() {
        return what;
    }

    @Override
    public Answer read(long offset, OptionalLong end, Optional<String> expected) throws TransferException {
        List<Request.Field> headers = new ArrayList<>(List.of(new Request.Field("Accept", Descriptor.ACCEPTED)));
        boolean isRanged = offset > 0 || end.isPresent();
        if (isRanged) {
            String last = end.isPresent() ? String.valueOf(end.getAsLong() - 1) : "";
            headers.add(new Request.Field("Range", "bytes=" + offset + "-" + last));
        }
        Exchange answer = api.get(path, headers);
        boolean accepted = false;
        try {
            Answer bytes = accept(answer, isRanged, offset, end);
            accepted = true;
            return bytes;
        } finally {
            if (!accepted) {
                answer.close();
            }
        }
    }

    @Override
    public void close() {
        // The connections belong to the API, which serves more objects.
    }

    private Answer accept(Exchange answer, boolean isRanged, long offset, OptionalLong end) throws TransferException {
        Optional<String> digest = known.or(() -> answer.header("Docker-Content-Digest"));
        return switch (answer.status()) {
            case 200 -> isRanged ? skipped(answer, offset, end, digest) : whole(answer, digest);
            case 206 -> part(answer, offset, digest);
            default -> throw failure(answer);
        };
    }

    private Answer whole(Exchange answer, Optional<String> digest) {
        version = digest;
        boolean ranges =
                answer.header("Accept-Ranges").filter("bytes"::equalsIgnoreCase).isPresent();
        return new Answer(new Facts(answer.contentLength(), ranges, digest), answer.body());
    }

    private Answer part(Exchange answer, long offset, Optional<String> digest) throws TransferException {
        Optional<ContentRange> range = answer.header("Content-Range").flatMap(ContentRange::parse);
        if (range.isEmpty() || range.get().start() != offset) {
            throw new TransferException.Permanent("read " + what + " from byte " + offset
                    + ": the registry does not answer with the range that it was asked for");
        }
        return new Answer(new Facts(range.get().total(), true, digest), answer.body());
    }

    /// The registry ignores ranges. Going on at a cut is worth the bytes that come again; a piece in the
    /// middle is not.
    private Answer skipped(Exchange answer, long offset, OptionalLong end, Optional<String> digest)
            throws TransferException {
        if (end.isPresent()) {
            throw new TransferException.Transient("read " + what + ": the registry ignores the request for a range");
        }
        try {
            answer.body().skipNBytes(offset);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Transient("read " + what + ": the answer ended too early", e);
        }
        return new Answer(new Facts(answer.contentLength(), false, digest), answer.body());
    }

    private TransferException failure(Exchange answer) {
        return switch (answer.status()) {
            case 404 ->
                new TransferException.Permanent("read " + what + ": the registry does not have it" + code(answer)
                        + "; check the name and the tag");
            case 401, 403 ->
                new TransferException.Permanent("read " + what + ": the registry denies access" + code(answer)
                        + "; check the user name, the password and the right to pull (secretRef)");
            default -> answer.failure(200);
        };
    }

    /// The registry's own word for the failure, such as ` (MANIFEST_UNKNOWN)`.
    private static String code(Exchange answer) {
        try {
            JsonNode json = JSON.readTree(answer.body().readNBytes(LARGEST_ERROR_BYTES));
            String code = json.path("errors").path(0).path("code").asText();
            return code.matches("[A-Z_]{1,40}") ? " (" + code + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }
}
