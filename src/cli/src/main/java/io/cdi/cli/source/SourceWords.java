// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.source;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source.Header;
import io.cdi.engine.source.Source.Platform;
import java.util.Optional;

/// Small values as people write them. Both methods throw [IllegalArgumentException] with a sentence.
public final class SourceWords {

    private SourceWords() {}

    /// `Name: value`.
    public static Header header(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (name.isEmpty() || !name.chars().allMatch(SourceWords::isTokenCharacter)) {
            throw new IllegalArgumentException("a header is written 'Name: value'");
        }
        return new Header(name, new Secret(line.substring(colon + 1).strip()));
    }

    /// RFC 9110, section 5.6.2.
    private static boolean isTokenCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    /// `os/architecture[/variant]`, or the architecture alone.
    public static Platform platform(String text) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (part.isBlank()) {
                throw new IllegalArgumentException("'" + text + "' is not a platform; write for example linux/arm64");
            }
        }
        return switch (parts.length) {
            case 1 -> new Platform("linux", Optional.of(parts[0]), Optional.empty());
            case 2 -> new Platform(parts[0], Optional.of(parts[1]), Optional.empty());
            case 3 -> new Platform(parts[0], Optional.of(parts[1]), Optional.of(parts[2]));
            default ->
                throw new IllegalArgumentException("'" + text + "' is not a platform; write for example linux/arm64");
        };
    }
}
