// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// An HTTP URL taken apart, as far as a request needs it; user info and fragment are gone. Unlike [URI] it knows
/// host names with an underscore.
///
/// @param scheme `http` or `https`
/// @param host in lower case, an IPv6 address without brackets
/// @param port always filled in
/// @param target path and query as they go over the wire, never empty
record HttpAddress(String scheme, String host, int port, String target) {

    static HttpAddress of(URI uri) throws TransferException.Permanent {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String authority = uri.getRawAuthority();
        if ((!scheme.equals("http") && !scheme.equals("https")) || authority == null) {
            throw new TransferException.Permanent(
                    "an http:// or https:// URL with a host is needed, not one of scheme '" + scheme + "'");
        }
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = hostAndPort.lastIndexOf(':');
        boolean hasPort = colon > hostAndPort.lastIndexOf(']') && colon < hostAndPort.length() - 1;
        String host = colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
        int port = hasPort ? port(hostAndPort.substring(colon + 1)) : scheme.equals("https") ? 443 : 80;
        if (host.isEmpty()) {
            throw new TransferException.Permanent("the URL has no host");
        }
        return new HttpAddress(scheme, withoutBrackets(host).toLowerCase(Locale.ROOT), port, target(uri));
    }

    private static int port(String text) throws TransferException.Permanent {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below, as for a number that is no port
        }
        // Not repeated: behind a password with an unescaped / or # it is a part of that.
        throw new TransferException.Permanent("the URL's port is not a number from 1 to 65535; write a /, ? or #"
                + " in a user name or password as %2F, %3F or %23");
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String target(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /// What a `Location` header means at this address. Characters that servers forget to encode are encoded.
    URI resolve(String location) throws TransferException.Permanent {
        StringBuilder encoded = new StringBuilder(location.length());
        for (byte b : location.strip().getBytes(StandardCharsets.ISO_8859_1)) {
            char c = (char) (b & 0xff);
            if (c <= ' ' || c >= 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0) {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                encoded.append(c);
            }
        }
        try {
            return URI.create(scheme + "://" + hostAndPort() + target).resolve(new URI(encoded.toString()));
        } catch (URISyntaxException e) {
            throw new TransferException.Permanent(this + ": the server redirects to something that is not a URL", e);
        }
    }

    boolean isSameOrigin(HttpAddress other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    private String hostAndPort() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (isSecure() ? 443 : 80) ? name : name + ":" + port;
    }

    /// For messages: without the query.
    @Override
    public String toString() {
        int query = target.indexOf('?');
        return scheme + "://" + hostAndPort() + (query < 0 ? target : target.substring(0, query));
    }
}
