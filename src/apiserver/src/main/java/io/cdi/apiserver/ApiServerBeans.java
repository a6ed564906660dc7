// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdi.api.config.TlsRules;
import io.cdi.api.names.OwnNamespace;
import io.cdi.apiserver.admission.ClaimMutation;
import io.cdi.apiserver.admission.DataImportCronValidation;
import io.cdi.apiserver.admission.DataVolumeMutation;
import io.cdi.apiserver.admission.DataVolumeValidation;
import io.cdi.apiserver.admission.ObjectTransferValidation;
import io.cdi.apiserver.admission.PopulatorValidation;
import io.cdi.apiserver.admission.Review;
import io.cdi.apiserver.admission.UninstallValidation;
import io.cdi.apiserver.admission.Webhook;
import io.cdi.apiserver.cluster.AccessReviews;
import io.cdi.apiserver.cluster.ClusterFacts;
import io.cdi.apiserver.tokens.KeySecret;
import io.cdi.apiserver.tokens.ShortTokens;
import io.cdi.apiserver.upload.FrontProxyTrust;
import io.cdi.contract.Verbosity;
import io.cdi.serving.ServerTls;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.CommandLineArguments;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The webhooks, the token API, and what they work with. The caches are filled before the first request is taken.
final class ApiServerBeans {

    private final ObjectMapper json = new ObjectMapper();

    void setVerbosity(@Observes StartupEvent event, @CommandLineArguments String[] arguments) {
        Verbosity.of(arguments).setLoggers();
    }

    @Startup
    @Produces
    @Singleton
    ClusterFacts facts(KubernetesClient client) {
        return new ClusterFacts(client);
    }

    void close(@Disposes ClusterFacts facts) {
        facts.close();
    }

    @Produces
    @Singleton
    AccessReviews reviews(KubernetesClient client) {
        return new AccessReviews(client);
    }

    @Startup
    @Produces
    @Singleton
    FrontProxyTrust frontProxy(KubernetesClient client) {
        return new FrontProxyTrust(client);
    }

    void close(@Disposes FrontProxyTrust trust) {
        trust.close();
    }

    @Startup
    @Produces
    @Singleton
    KeySecret keys(KubernetesClient client) {
        return new KeySecret(client, OwnNamespace.of(client));
    }

    void close(@Disposes KeySecret keys) {
        keys.close();
    }

    @Produces
    @Singleton
    ShortTokens tokens(KeySecret keys, ClusterFacts facts) {
        return new ShortTokens(keys, facts, Clock.systemUTC());
    }

    @Startup
    @Produces
    @Singleton
    ServerTls tls(
            TlsConfigurationRegistry registry,
            ClusterFacts facts,
            FrontProxyTrust frontProxy,
            Vertx vertx,
            Event<CertificateUpdatedEvent> server) {
        return new ServerTls(
                registry,
                () -> TlsRules.of(facts.tlsProfile()),
                Optional.of(TrustOptions.wrap(frontProxy)),
                vertx,
                server::fire);
    }

    void close(@Disposes ServerTls tls) {
        tls.close();
    }

    /// Now that the server listens, it can be told what it shall show.
    void started(@ObservesAsync HttpsServerStart event, ServerTls tls) {
        tls.start();
    }

    @Produces
    @Singleton
    Review review() {
        return new Review(json);
    }

    @Produces
    @Singleton
    List<Webhook> webhooks(ClusterFacts facts, AccessReviews reviews, ShortTokens tokens) {
        return List.of(
                new DataVolumeValidation(json, facts),
                new DataVolumeMutation(json, facts, reviews, tokens),
                new DataImportCronValidation(json),
                new PopulatorValidation(json),
                new ObjectTransferValidation(json, facts),
                new UninstallValidation(json, facts),
                new ClaimMutation(json, facts));
    }
}
