// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.source.RetryPolicy;
import io.cdi.engine.source.Source;
import io.cdi.engine.source.http.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The upload proxy, within reach.
///
/// @param base its address, without a slash at its end
record ProxyConnection(URI base, HttpTransport transport, Optional<PortForward> forward) implements AutoCloseable {

    static ProxyConnection open(ProxyWay way, ProxyAccess access, Cluster cluster, Map<String, String> environment)
            throws IOException {
        return switch (way) {
            case ProxyWay.Direct(URI base, Optional<String> authority) -> direct(base, authority, access, environment);
            case ProxyWay.PortForward() -> forwarded(PortForward.open(cluster.client()));
        };
    }

    private static ProxyConnection direct(
            URI base, Optional<String> authority, ProxyAccess access, Map<String, String> environment)
            throws IOException {
        List<Path> authorities = new ArrayList<>(access.authorities());
        Path known = Files.createTempFile("cdi-upload-proxy-ca", ".pem");
        try {
            if (authority.isPresent()) {
                authorities.add(Files.writeString(known, authority.get()));
            }
            Source.Tls tls = new Source.Tls(authorities, access.insecure());
            return new ProxyConnection(base, transport(tls, environment), Optional.empty());
        } finally {
            Files.delete(known);
        }
    }

    /// The certificate is not looked at: it is for the proxy's own names, and it is the API server, whose
    /// certificate is checked, that leads to the pod.
    private static ProxyConnection forwarded(PortForward forward) throws IOException {
        Source.Tls tls = new Source.Tls(List.of(), true);
        return new ProxyConnection(forward.base(), transport(tls, Map.of()), Optional.of(forward));
    }

    private static HttpTransport transport(Source.Tls tls, Map<String, String> environment) throws IOException {
        return HttpTransport.open(tls, environment, RetryPolicy.DEFAULT);
    }

    @Override
    public void close() {
        transport.close();
        forward.ifPresent(PortForward::close);
    }
}
