// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.contract.ResumableUpload;
import io.cdi.engine.source.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/// What the proxy, or the upload server behind it, has answered.
///
/// @param text of the answer, in one line
record Reply(int status, Optional<String> location, OptionalLong offset, String text) {

    private static final int LONGEST_TEXT = 2048;

    static Reply of(Exchange exchange) throws IOException {
        String text = new String(exchange.body().readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
        return new Reply(
                exchange.status(),
                exchange.header("Location"),
                number(exchange.header(ResumableUpload.OFFSET_HEADER)),
                oneLine(text));
    }

    private static OptionalLong number(Optional<String> text) {
        return text.filter(digits -> digits.matches("[0-9]{1,18}"))
                .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                .orElse(OptionalLong.empty());
    }

    /// The proxy answers browsers too, so its words are escaped.
    private static String oneLine(String html) {
        return html.replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
