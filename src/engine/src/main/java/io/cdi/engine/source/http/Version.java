// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import java.time.Duration;
import java.util.Optional;

/// What names the content of a URL, as it goes into `If-Range`: a strong ETag, or a date of the last change
/// that is strong as RFC 9110, 8.8.2.2 explains: more than a second before the answer.
final class Version {

    private Version() {}

    static Optional<String> of(Exchange exchange) {
        return exchange.header("ETag").filter(Version::isStrongTag).or(() -> lastModified(exchange));
    }

    private static boolean isStrongTag(String tag) {
        return tag.matches("\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");
    }

    private static Optional<String> lastModified(Exchange exchange) {
        return exchange.header("Last-Modified")
                .filter(changed -> HttpFailure.date(changed)
                        .flatMap(from -> exchange.header("Date")
                                .flatMap(HttpFailure::date)
                                .map(to -> Duration.between(from, to)))
                        .filter(age -> age.compareTo(Duration.ofSeconds(1)) > 0)
                        .isPresent());
    }

    /// Whether an answer's headers do not contradict the version; a partial answer may leave them out.
    static boolean mayBe(Optional<String> version, Exchange exchange) {
        if (version.isEmpty()) {
            return true;
        }
        String header = isStrongTag(version.get()) ? "ETag" : "Last-Modified";
        return exchange.header(header).filter(now -> !version.get().equals(now)).isEmpty();
    }
}
