// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the rules need of a source's address. It is read leniently: what a source makes of its path is not
/// decided here.
record SourceUrl(String scheme) {
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?://(?<authority>[^/?#]*))?(?<rest>.*)");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:[^@\\s]*@)?(?:\\[[0-9A-Fa-f:.%\\w]+]|[^\\s:\\[\\]<>\"|\\\\^`{}]*)(?::\\d*)?");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})|\\p{Cntrl}");

    private static final Pattern RELATIVE = Pattern.compile("[^:/?#]*(?:[/?#].*)?");

    /// As `parse`, but what has no scheme may begin with anything: users of registries often omit it.
    static Optional<SourceUrl> parseReference(String text) {
        return RELATIVE.matcher(text).matches() && !BROKEN_ESCAPE.matcher(text).find()
                ? Optional.of(new SourceUrl(""))
                : parse(text);
    }

    /// Empty for what is no address; a path alone is one without a scheme.
    static Optional<SourceUrl> parse(String text) {
        if (BROKEN_ESCAPE.matcher(text).find()) {
            return Optional.empty();
        }
        if (text.startsWith("/")) {
            return Optional.of(new SourceUrl(""));
        }
        var url = ABSOLUTE.matcher(text);
        if (!url.matches()) {
            return Optional.empty();
        }
        var authority = url.group("authority");
        return authority == null || AUTHORITY.matcher(authority).matches()
                ? Optional.of(new SourceUrl(url.group("scheme").toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
