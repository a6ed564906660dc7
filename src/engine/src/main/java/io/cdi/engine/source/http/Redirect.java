// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import java.net.URI;
import java.util.Set;

/// Where a redirect leads and what may go along; pure.
final class Redirect {

    /// More than these are taken for a loop.
    static final int LONGEST_CHAIN = 10;

    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private Redirect() {}

    static boolean isOne(Request request, int status) {
        return STATUSES.contains(status)
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    /// The request for the next hop.
    ///
    /// @param hops how many redirects were followed before this one
    static Request follow(Request request, String location, int hops, boolean insecure)
            throws TransferException.Permanent {
        HttpAddress from = HttpAddress.of(request.uri());
        if (hops >= LONGEST_CHAIN) {
            throw new TransferException.Permanent(
                    from + ": more than " + LONGEST_CHAIN + " redirects, which looks like a loop");
        }
        URI next = from.resolve(location);
        HttpAddress to = HttpAddress.of(next);
        if (from.isSameOrigin(to)) {
            return request.at(next);
        }
        boolean downgrade = from.isSecure() && !to.isSecure();
        if (downgrade && !request.credentials().isEmpty() && !insecure) {
            throw new TransferException.Permanent(from + ": the server redirects to " + to
                    + ", which is not encrypted; refused because this source has a login or extra headers."
                    + " Name the https URL of the target, or use --insecure");
        }
        return request.at(next).withoutCredentials();
    }
}
