// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Origin;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.ranges.RangedOrigin;
import java.util.Map;
import java.util.Optional;

/// The way from a [Source.Http] to its bytes.
public final class HttpOrigin {

    private HttpOrigin() {}

    /// Sends the first request and returns when its answer has begun.
    ///
    /// @param environment the process's variables, for the proxy
    public static Origin open(Source.Http source, Source.Effort effort, Map<String, String> environment)
            throws TransferException {
        HttpAddress address = HttpAddress.of(source.uri());
        Request request = request(source);
        HttpTransport transport = HttpTransport.open(source.tls(), environment, effort.retry());
        return RangedOrigin.open(new HttpRangeReader(transport, request, address), effort);
    }

    /// A login in the URL counts when there is no other. Extra headers come as the user wrote them, but for
    /// white space around them, which files often end with.
    private static Request request(Source.Http source) throws TransferException.Permanent {
        Request request = Request.get(source.uri());
        Optional<Source.Login> login = source.login().or(() -> UserInfo.of(source.uri()));
        if (login.isPresent()) {
            request = request.withAuthorization(UserInfo.basic(login.get()));
        }
        for (Source.Header header : source.headers()) {
            request = request.with(clean(header));
        }
        return request;
    }

    private static Source.Header clean(Source.Header header) throws TransferException.Permanent {
        String name = header.name().strip();
        String value = header.value().reveal().strip();
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new TransferException.Permanent("an extra header must be one line 'Name: value'; the one called '"
                    + name.replaceAll("[^ -~]", "?") + "' is not");
        }
        return new Source.Header(name, new Secret(value));
    }
}
