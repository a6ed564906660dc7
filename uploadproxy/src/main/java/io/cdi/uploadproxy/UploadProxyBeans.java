// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.TlsRules;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.names.OwnNamespace;
import io.cdi.contract.Verbosity;
import io.cdi.serving.ServerTls;
import io.cdi.uploadproxy.claims.ClaimCache;
import io.cdi.uploadproxy.forward.Forwarding;
import io.cdi.uploadproxy.forward.UploadServers;
import io.cdi.uploadproxy.page.UserClients;
import io.cdi.uploadproxy.tls.TokenKeys;
import io.cdi.uploadproxy.tls.UploadServerTls;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The parts of the proxy. Its caches are filled before the first request is taken.
final class UploadProxyBeans {

    private final Settings settings = Settings.of(System.getenv());

    void setVerbosity(@Observes StartupEvent event, @CommandLineArguments String[] arguments) {
        Verbosity.of(arguments).setLoggers();
    }

    @Startup
    @Produces
    @Singleton
    ClaimCache claims(KubernetesClient client) {
        return new ClaimCache(client);
    }

    void close(@Disposes ClaimCache claims) {
        claims.close();
    }

    @Startup
    @Produces
    @Singleton
    TokenKeys keys() {
        return new TokenKeys(settings.tokenKey(), settings.givenTokenKey());
    }

    @Produces
    @Singleton
    Admission admission(TokenKeys keys) {
        return new Admission(keys::reader);
    }

    @Startup
    @Produces
    @Singleton
    UploadServerTls uploadServerTls(KubernetesClient client) {
        return new UploadServerTls(
                client,
                OwnNamespace.of(client),
                settings.serverBundle(),
                settings.clientCertificate(),
                settings.clientKey());
    }

    void close(@Disposes UploadServerTls tls) {
        tls.close();
    }

    @Produces
    @Singleton
    UploadServers servers(Vertx vertx, UploadServerTls tls) {
        return new UploadServers(vertx, tls);
    }

    void close(@Disposes UploadServers servers) {
        servers.close();
    }

    @Produces
    @Singleton
    Forwarding forwarding(UploadServers servers) {
        return new Forwarding(servers);
    }

    @Produces
    @Singleton
    UserClients users(KubernetesClient client) {
        return new UserClients(client.getConfiguration());
    }

    @Startup
    @Produces
    @Singleton
    Renewal renewal(UploadServers servers, TokenKeys keys) {
        Renewal renewal = new Renewal(servers, keys);
        renewal.start();
        return renewal;
    }

    void close(@Disposes Renewal renewal) {
        renewal.close();
    }

    @Startup
    @Produces
    @Singleton
    SharedIndexInformer<CDIConfig> configs(KubernetesClient client) {
        SharedIndexInformer<CDIConfig> configs = client.resources(CDIConfig.class)
                .withName(ObjectNames.CDI_CONFIG)
                .runnableInformer(0);
        configs.run();
        return configs;
    }

    void close(@Disposes SharedIndexInformer<CDIConfig> configs) {
        configs.stop();
    }

    @Produces
    @Singleton
    ServerTls tls(
            TlsConfigurationRegistry registry,
            SharedIndexInformer<CDIConfig> configs,
            Vertx vertx,
            Event<CertificateUpdatedEvent> server) {
        return new ServerTls(registry, () -> rules(configs), Optional.empty(), vertx, server::fire);
    }

    private static TlsRules rules(SharedIndexInformer<CDIConfig> configs) {
        CDIConfig config = configs.getStore().getByKey(ObjectNames.CDI_CONFIG);
        return TlsRules.of(
                config == null || config.getSpec() == null
                        ? null
                        : config.getSpec().tlsSecurityProfile());
    }

    void close(@Disposes ServerTls tls) {
        tls.close();
    }

    /// Now that the server listens, it can be told what it shall show.
    void started(@ObservesAsync HttpsServerStart event, ServerTls tls) {
        tls.start();
    }
}
