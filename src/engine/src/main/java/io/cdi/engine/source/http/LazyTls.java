// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.source.Source;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.jspecify.annotations.Nullable;

/// TLS that is set up with the first https connection: a plain http source need not wait for Java's
/// cryptography.
final class LazyTls implements TlsSocketStrategy {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Source.Tls tls;
    private final List<X509Certificate> authorities;
    private @Nullable TlsSocketStrategy strategy;

    LazyTls(Source.Tls tls, List<X509Certificate> authorities) {
        this.tls = tls;
        this.authorities = authorities;
    }

    @Override
    public SSLSocket upgrade(Socket socket, String target, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        return strategy().upgrade(socket, target, port, attachment, context);
    }

    private synchronized TlsSocketStrategy strategy() {
        TlsSocketStrategy known = strategy;
        if (known == null) {
            HostnameVerifier verifier = tls.insecure() ? NoopHostnameVerifier.INSTANCE : new DefaultHostnameVerifier();
            known = new DefaultClientTlsStrategy(
                    Trust.context(tls, authorities),
                    PROTOCOLS,
                    null,
                    SSLBufferMode.STATIC,
                    HostnameVerificationPolicy.CLIENT,
                    verifier);
            strategy = known;
        }
        return known;
    }
}
