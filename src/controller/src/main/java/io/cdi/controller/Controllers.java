// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.TlsRules;
import io.cdi.controller.claim.ClaimReconciler;
import io.cdi.controller.cluster.ClusterCache;
import io.cdi.controller.config.ConfigReconciler;
import io.cdi.controller.cron.DataImportCronReconciler;
import io.cdi.controller.datavolume.DataVolumeReconciler;
import io.cdi.controller.events.EventRecorder;
import io.cdi.controller.metrics.ControllerMetrics;
import io.cdi.controller.objects.LeanStore;
import io.cdi.controller.storageprofile.StorageProfileReconciler;
import io.cdi.controller.worker.WorkerClient;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All reconcilers of one process, with what they share.
final class Controllers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
    private static final String LEASE = "cdi-controller-leader-election-helper";
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);

    private final Operator operator;
    private final DataVolumeReconciler dataVolumes;
    private final ConfigReconciler config;
    private final ClusterCache cluster;
    private final ExecutorService eventWriter =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());
    private final HttpClient workers = WorkerClient.create();

    private Controllers(KubernetesClient client, Settings settings, Clock clock) {
        cluster = new ClusterCache(client);
        operator = new Operator(configuration -> {
            configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withUseSSAToPatchPrimaryResource(false)
                    .withStopOnInformerErrorDuringStartup(false)
                    .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                    .checkingCRDAndValidateLocalModel(false);
            if (settings.electsLeader()) {
                configuration.withLeaderElectionConfiguration(
                        leaderElection(settings.installation().namespace()));
            }
        });
        EventRecorder events = new EventRecorder(client, clock, eventWriter);
        ClaimReconciler claims = new ClaimReconciler(client, settings.installation(), cluster, events, workers, clock);
        dataVolumes =
                new DataVolumeReconciler(client, settings.installation(), cluster, events, claims.progress(), clock);
        config = new ConfigReconciler(
                client, settings.installation(), cluster, settings.uploadProxyService(), events, clock);
        register(dataVolumes, DataVolumeReconciler.NAME, false);
        register(claims, ClaimReconciler.NAME, true);
        register(
                new StorageProfileReconciler(client, settings.installation(), cluster, clock),
                StorageProfileReconciler.NAME,
                true);
        register(new DataImportCronReconciler(client, events, clock), DataImportCronReconciler.NAME, false);
        register(config, ConfigReconciler.NAME, true);
    }

    /// Others look for the line in the log.
    private static LeaderElectionConfiguration leaderElection(String namespace) {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(namespace)
                .withLeaderCallbacks(new LeaderCallbacks(
                        () -> LOG.info("successfully acquired lease {}/{}", namespace, LEASE), () -> {}, _ -> {}))
                .build();
    }

    static Controllers start(KubernetesClient client, Settings settings, Clock clock) {
        Controllers controllers = new Controllers(client, settings, clock);
        controllers.operator.start();
        return controllers;
    }

    /// What Prometheus is told now.
    String metrics() {
        return ControllerMetrics.of(dataVolumes.known(), cluster).text();
    }

    /// How servers of this process speak TLS now.
    TlsRules tls() {
        return TlsRules.of(
                cluster.view().wishes().map(CDIConfigSpec::tlsSecurityProfile).orElse(null));
    }

    /// @param deletions whether the reconciler wants to know when a primary is to go and when it is gone
    ///
    /// What matters to a claim or a DataVolume is often in its annotations or status, which have no
    /// generation.
    private <P extends HasMetadata> void register(Reconciler<P> reconciler, String name, boolean deletions) {
        operator.<P>register(
                reconciler,
                configuration -> configuration
                        .withName(name)
                        .withItemStore(new LeanStore<>())
                        .withGenerationAware(false)
                        .withTriggerReconcilerOnAllEvents(deletions)
                        .withRetry(new GenericRetry()
                                .setInitialInterval(FIRST_RETRY.toMillis())
                                .setIntervalMultiplier(2)
                                .setMaxInterval(LONGEST_RETRY.toMillis())
                                .setMaxAttempts(Integer.MAX_VALUE)));
    }

    @Override
    public void close() {
        operator.stop();
        config.close();
        cluster.close();
        eventWriter.close();
        workers.close();
    }
}
