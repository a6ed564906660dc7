// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// Finds out about clients that have vanished without a word; Quarkus has no setting for it.
@Singleton
public class TcpKeepAlive implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setTcpKeepAlive(true);
    }
}
