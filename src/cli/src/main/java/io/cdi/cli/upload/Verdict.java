// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.contract.FailurePhrases;
import io.cdi.contract.ResumableUpload;
import java.net.URI;
import java.util.Optional;

/// What an answer means for the upload; see the READMEs of the upload server and its proxy.
sealed interface Verdict {

    /// The server has an upload for us.
    record Made(String id) implements Verdict {}

    /// The server has so many bytes.
    record At(long offset) implements Verdict {}

    /// The volume is complete, by this upload or another one.
    record Filled() implements Verdict {}

    /// The server does not know the upload any more.
    record Forgotten() implements Verdict {}

    record NewToken(String why) implements Verdict {}

    /// May pass.
    record Later(String why) implements Verdict {}

    record Refused(String why) implements Verdict {}

    static Verdict ofCreation(Reply reply) {
        Optional<String> id =
                reply.location().map(URI::create).map(URI::getPath).flatMap(ResumableUpload::id);
        return switch (reply.status()) {
            case 201 -> id.<Verdict>map(Made::new).orElseGet(() -> new Refused("the server names no upload"));
            case 404, 405 ->
                new Refused("the upload proxy knows no resumable uploads; use virtctl image-upload with this cluster");
            case 409 -> new Filled();
            default -> ofAny(reply);
        };
    }

    static Verdict ofOffset(Reply reply) {
        return switch (reply.status()) {
            case 200 -> at(reply);
            case 404 -> new Forgotten();
            default -> ofAny(reply);
        };
    }

    static Verdict ofPart(Reply reply) {
        return switch (reply.status()) {
            case 204 -> at(reply);
            case 404 -> new Forgotten();
            case 409 -> new Later("the server is at another place of the file");
            default -> ofAny(reply);
        };
    }

    private static Verdict at(Reply reply) {
        return reply.offset().isPresent()
                ? new At(reply.offset().getAsLong())
                : new Refused("the server does not say how many bytes it has");
    }

    private static Verdict ofAny(Reply reply) {
        String why = reply.text().isEmpty() ? "it answered " + reply.status() : reply.text();
        return switch (reply.status()) {
            case 401 -> new NewToken("the upload token is not accepted");
            case 408, 425, 429 -> new Later(why);
            case 501, 505 -> new Refused(why);
            default -> {
                if (why.contains(FailurePhrases.ALREADY_UPLOADED)) {
                    yield new Filled();
                }
                yield reply.status() >= 500 ? new Later(why) : new Refused(why);
            }
        };
    }
}
