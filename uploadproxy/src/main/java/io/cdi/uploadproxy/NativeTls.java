// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.serving.ServerTls;
import io.netty.handler.ssl.OpenSsl;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import jakarta.inject.Singleton;
import java.util.Set;

/// TLS by BoringSSL where it is there for the machine: the JDK's needs several times the processor time
/// until its second compiler has seen enough bytes, and the images run without that.
@Singleton
public class NativeTls implements HttpServerOptionsCustomizer {

    /// The cipher suites that can be spoken then; BoringSSL has no DHE.
    static Set<String> suites() {
        return OpenSSLEngineOptions.isAvailable() ? OpenSsl.availableJavaCipherSuites() : ServerTls.suitesOfJdk();
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        options.setTcpKeepAlive(true);
    }
}
