// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;

/// TLS by BoringSSL where it is there for the machine: the JDK's needs several times the processor time
/// until its second compiler has seen enough bytes, and the images run without that.
@Singleton
public class NativeTls implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        options.setTcpKeepAlive(true);
    }
}
