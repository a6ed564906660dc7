// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.contract.ContentType;
import io.cdi.engine.ByteCount;
import io.cdi.engine.transfer.ImportRequest.Content;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Words of the command line as checked types, for [Arguments].
final class Converters {

    private Converters() {}

    static String text(String text) {
        return text;
    }

    static ByteCount size(String text) {
        ByteCount size = ByteCount.parse(text);
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("must be larger than 0");
        }
        return size;
    }

    static URI endpoint(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a service; write for example https://s3.example.com");
        }
        return uri;
    }

    static int count(String text) {
        return atLeast(1, text);
    }

    static int count(String text, int most) {
        int count = count(text);
        if (count > most) {
            throw new IllegalArgumentException("must be at most " + most);
        }
        return count;
    }

    static int countOrNone(String text) {
        return atLeast(0, text);
    }

    private static int atLeast(int least, String text) {
        int count = Integer.parseInt(text);
        if (count < least) {
            throw new IllegalArgumentException("must be at least " + least);
        }
        return count;
    }

    /// What was given of an optional size or rate.
    static OptionalLong bytes(Optional<ByteCount> count) {
        return count.map(given -> OptionalLong.of(given.bytes())).orElse(OptionalLong.empty());
    }

    static ContentType contentType(String text) {
        return ContentType.of(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of kubevirt, archive"));
    }

    static Content content(String text) {
        return contentType(text) == ContentType.ARCHIVE ? Content.ARCHIVE : Content.DISK;
    }

    /// The constant that is written as `text`: in lower case, with hyphens.
    static <E extends Enum<E>> E choice(E[] all, String text) {
        StringBuilder words = new StringBuilder();
        for (E one : all) {
            String word = one.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (word.equals(text)) {
                return one;
            }
            words.append(words.isEmpty() ? "" : ", ").append(word);
        }
        throw new IllegalArgumentException("'" + text + "' is none of " + words);
    }
}
