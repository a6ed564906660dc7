// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.Secret;
import io.cdi.engine.source.http.Exchange;
import io.cdi.engine.source.http.HttpTransport;
import io.cdi.engine.source.http.Request;
import java.io.Closeable;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends requests to one registry: finds out whether it speaks TLS, and answers its challenges. For many
/// threads; no retries.
final class RegistryApi implements Closeable {

    private final HttpTransport transport;
    private final String host;
    private final RegistryAuthorization authorization;
    private volatile @Nullable String scheme;

    /// @param host host and port, if any
    /// @param plainHttp whether HTTP will do when HTTPS does not work
    RegistryApi(HttpTransport transport, String host, boolean plainHttp, RegistryAuthorization authorization) {
        this.transport = transport;
        this.host = host;
        this.authorization = authorization;
        this.scheme = plainHttp ? null : "https";
    }

    /// The registry's answer, whatever its status, once it knows who asks.
    ///
    /// @param path below `/v2/`
    Exchange get(String path, List<Request.Field> headers) throws TransferException {
        Optional<Secret> used = authorization.current();
        Exchange answer = send(path, headers, used);
        if (answer.status() != 401 || !isRegistry(answer.uri())) {
            return answer;
        }
        try (answer) {
            authorization.renew(used, answer);
        }
        Exchange second = send(path, headers, authorization.current());
        if (second.status() == 401 && isRegistry(second.uri())) {
            try (second) {
                throw authorization.denied();
            }
        }
        return second;
    }

    @Override
    public void close() {
        transport.close();
    }

    /// Only the registry itself is told who we are, not the store of blobs that it sends us to.
    private boolean isRegistry(URI answered) {
        return host.equalsIgnoreCase(answered.getRawAuthority());
    }

    private Exchange send(String path, List<Request.Field> headers, Optional<Secret> authorization)
            throws TransferException {
        String known = scheme;
        if (known != null) {
            return transport.send(request(known, path, headers, authorization));
        }
        try {
            return remember("https", transport.send(request("https", path, headers, authorization)));
        } catch (TransferException secure) {
            try {
                return remember("http", transport.send(request("http", path, headers, authorization)));
            } catch (TransferException plain) {
                secure.addSuppressed(plain);
                throw secure;
            }
        }
    }

    private Exchange remember(String works, Exchange answer) {
        scheme = works;
        return answer;
    }

    private Request request(String scheme, String path, List<Request.Field> headers, Optional<Secret> authorization) {
        Request request = Request.get(URI.create(scheme + "://" + host + "/v2/" + path));
        for (Request.Field header : headers) {
            request = request.with(header.name(), header.value());
        }
        return authorization.isPresent() ? request.withAuthorization(authorization.get()) : request;
    }
}
