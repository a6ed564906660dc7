// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import io.cdi.apiserver.upload.FrontProxyTrust;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// Lets the server check certificates of clients from its first connection on.
@Singleton
public class ClientCertificates implements HttpServerOptionsCustomizer {

    private final FrontProxyTrust frontProxy;

    @Inject
    public ClientCertificates(FrontProxyTrust frontProxy) {
        this.frontProxy = frontProxy;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setTrustOptions(TrustOptions.wrap(frontProxy));
    }
}
