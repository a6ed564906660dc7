// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/// URLs as people write them into a DataVolume.
final class Endpoint {

    private static final String NEVER_LITERAL = " \"<>\\^`{|}";
    private static final String NOT_BEHIND_THE_HOST = "[]";

    private Endpoint() {}

    /// @throws IllegalArgumentException when the text is no http(s) URL
    static URI uri(String text) {
        try {
            URI uri = new URI(escaped(text.strip()));
            if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException("the endpoint must begin with http:// or https://");
            }
            if (uri.getRawAuthority() == null) {
                throw new IllegalArgumentException("the endpoint names no host");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "the endpoint is not a valid URL at character " + (e.getIndex() + 1) + ": " + e.getReason(), e);
        }
    }

    /// For logs: without user, password, and a query that may hold a signature.
    static String shown(String text) {
        return text.replaceFirst("//[^/?#]*@", "//").replaceFirst("[?#].*", "");
    }

    /// A file's name as the last part of a URL.
    static String fileName(String name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean literal = b > 0 && (Character.isLetterOrDigit(b) || "-._~".indexOf(b) >= 0);
            append(out, b, literal);
        }
        return out.toString();
    }

    /// Escapes what a URL may not hold literally and browsers take all the same.
    private static String escaped(String text) {
        int host = text.indexOf("://");
        int path = host < 0 ? -1 : text.indexOf('/', host + 3);
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean behindTheHost = path >= 0 && at > path;
            boolean literal = b > ' '
                    && b < 127
                    && NEVER_LITERAL.indexOf(b) < 0
                    && !(behindTheHost && NOT_BEHIND_THE_HOST.indexOf(b) >= 0);
            append(out, b, literal);
            at++;
        }
        return out.toString();
    }

    private static void append(StringBuilder out, byte b, boolean literal) {
        if (literal) {
            out.append((char) b);
        } else {
            out.append('%')
                    .append(Character.toUpperCase(Character.forDigit(b >> 4 & 15, 16)))
                    .append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
        }
    }
}
