// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// User and password in a URL, and what becomes of them.
final class UserInfo {

    private UserInfo() {}

    static Optional<Source.Login> of(URI uri) {
        String authority = uri.getRawAuthority();
        int at = authority == null ? -1 : authority.lastIndexOf('@');
        if (authority == null || at < 0) {
            return Optional.empty();
        }
        String[] parts = authority.substring(0, at).split(":", 2);
        String password = parts.length < 2 ? "" : decode(parts[1]);
        return Optional.of(new Source.Login(decode(parts[0]), new Secret(password)));
    }

    /// Undoes percent encoding; a `+` stays one.
    private static String decode(String text) {
        return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// The value of an `Authorization` or `Proxy-Authorization` header.
    static Secret basic(Source.Login login) {
        byte[] pair = (login.username() + ":" + login.password().reveal()).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
