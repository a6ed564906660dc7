// SPDX-License-Identifier: Apache-2.0
package io.cdi.serving;

import io.cdi.api.config.TlsRules;
import io.netty.handler.ssl.OpenSsl;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a Quarkus server at the certificate in its files and at the TLS profile in force. New connections
/// get what is new; those that are open go on.
///
/// Vert.x cuts connections that come while it makes ready what is new (`TCPServerBase.updateSSLOptions` of 4.5), so the
/// server begins with what is in force, and keys and trust are read before it is told about others: a millisecond is
/// left.
public final class ServerTls implements HttpServerOptionsCustomizer, AutoCloseable {

    /// The name of the server's TLS configuration (`quarkus.http.tls-configuration-name`).
    public static final String CONFIGURATION = "server";

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final TlsConfiguration files;
    private final List<Path> paths = Stream.of("cert", "key")
            .map(part -> "quarkus.tls." + CONFIGURATION + ".key-store.pem.0." + part)
            .map(setting -> ConfigProvider.getConfig().getValue(setting, Path.class))
            .toList();
    private final Supplier<TlsRules> rules;
    /// The cipher suites that can be spoken; one that is not among them would stop the server.
    private final Set<String> known = engine().isPresent() ? OpenSsl.availableJavaCipherSuites() : suitesOfJdk();
    private final Optional<TrustOptions> clients;
    private final Vertx vertx;
    private final Consumer<CertificateUpdatedEvent> server;
    private final Thread keeper = Thread.ofVirtual().name("server-tls").unstarted(this::keep);
    private List<String> read = List.of();
    private @Nullable Shown shown;

    private record Shown(List<Certificate> certificates, TlsRules rules) {}

    /// @param rules asked every few seconds
    /// @param clients whose certificates are taken, where any are
    /// @param server told about changes, such as the CDI event that Quarkus' server observes
    public ServerTls(
            TlsConfigurationRegistry registry,
            Supplier<TlsRules> rules,
            Optional<TrustOptions> clients,
            Vertx vertx,
            Consumer<CertificateUpdatedEvent> server) {
        this.files = registry.get(CONFIGURATION).orElseThrow();
        this.rules = rules;
        this.clients = clients;
        this.vertx = vertx;
        this.server = server;
    }

    /// TLS by BoringSSL where its library is on the class path, several times as quick as the JDK's.
    public static Optional<SSLEngineOptions> engine() {
        return OpenSSLEngineOptions.isAvailable() ? Optional.of(new OpenSSLEngineOptions()) : Optional.empty();
    }

    private static Set<String> suitesOfJdk() {
        try {
            return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        try {
            Shown now = current();
            apply(now.rules(), options.getSslOptions());
            engine().ifPresent(options::setSslEngineOptions);
            shown = now;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("read the server's certificate: " + e.getMessage(), e);
        }
    }

    /// To be called when the server listens: before, it cannot be told about changes.
    public void start() {
        keeper.start();
    }

    private void keep() {
        try {
            while (true) {
                refresh();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void refresh() {
        try {
            reload();
            Shown now = current();
            if (!now.equals(shown)) {
                server.accept(new CertificateUpdatedEvent(CONFIGURATION, new Current(files, options(now.rules()))));
                shown = now;
                LOG.info(
                        "serving; tls={} certificates={}",
                        now.rules().minimum(),
                        now.certificates().size());
            }
        } catch (Exception e) { // as Vert.x declares, where it reads keys
            LOG.warn("TLS stays as it is: {}", e.toString());
        }
    }

    /// A look at the files costs next to nothing; a key store is made with ten thousand rounds of hashing.
    private void reload() throws IOException {
        List<String> now = new ArrayList<>();
        for (Path path : paths) {
            now.add(Files.readString(path));
        }
        if (!now.equals(read) && files.reload()) {
            read = now;
        }
    }

    private Shown current() throws GeneralSecurityException {
        return new Shown(certificates(files.getKeyStore()), rules.get());
    }

    private static List<Certificate> certificates(KeyStore store) throws GeneralSecurityException {
        List<Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            certificates.addAll(chain == null ? List.of(store.getCertificate(alias)) : List.of(chain));
        }
        return certificates;
    }

    private SSLOptions options(TlsRules now) throws Exception {
        SSLOptions options = new SSLOptions(files.getSSLOptions());
        KeyManager[] keys =
                options.getKeyCertOptions().getKeyManagerFactory(vertx).getKeyManagers();
        options.setKeyCertOptions(KeyCertOptions.wrap((X509KeyManager) keys[0]));
        apply(now, options);
        return options;
    }

    private void apply(TlsRules now, SSLOptions options) {
        options.setEnabledSecureTransportProtocols(new LinkedHashSet<>(now.protocols()));
        options.getEnabledCipherSuites().clear();
        now.ciphers().stream().filter(known::contains).forEach(options::addEnabledCipherSuite);
        clients.ifPresent(options::setTrustOptions);
    }

    @Override
    public void close() {
        keeper.interrupt();
    }

    private static final class Current extends BaseTlsConfiguration {

        private final TlsConfiguration files;
        private final SSLOptions options;

        Current(TlsConfiguration files, SSLOptions options) {
            this.files = files;
            this.options = options;
        }

        @Override
        public KeyStore getKeyStore() {
            return files.getKeyStore();
        }

        @Override
        public SSLOptions getSSLOptions() {
            return options;
        }

        @Override
        public String getName() {
            return CONFIGURATION;
        }
    }
}
