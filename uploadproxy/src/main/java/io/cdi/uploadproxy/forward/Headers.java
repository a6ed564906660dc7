// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.forward;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which headers go on to the next connection: all but those that are about the connection itself (RFC 9110,
/// 7.6.1).
final class Headers {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private Headers() {}

    static void copy(MultiMap from, MultiMap to) {
        Set<String> named = Arrays.stream(
                        String.join(",", from.getAll(HttpHeaders.CONNECTION)).split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        from.forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }

    /// Adds whose request it is to the hops before.
    static void forwardedFor(MultiMap headers, @Nullable String address) {
        if (address != null) {
            String before = headers.get(FORWARDED_FOR);
            headers.set(FORWARDED_FOR, before == null ? address : before + ", " + address);
        }
    }
}
