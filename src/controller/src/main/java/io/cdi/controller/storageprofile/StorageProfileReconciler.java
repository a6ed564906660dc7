// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.storageprofile;

import io.cdi.api.storage.ObservedStorageClass;
import io.cdi.api.storage.ProfileDecision;
import io.cdi.api.storage.ProfileRules;
import io.cdi.api.storage.ProvisionerTable;
import io.cdi.api.storage.StorageProfile;
import io.cdi.api.storage.StorageProfileSpec;
import io.cdi.api.storage.StorageProfileStatus;
import io.cdi.contract.Annotations;
import io.cdi.controller.cluster.ClusterCache;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Changes;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.FailureLog;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.objects.Writer;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the StorageProfile of a storage class, and takes it away with the class.
///
/// Woken by: the storage class and its profile; snapshot classes, CSI drivers and volumes made by hand.
public final class StorageProfileReconciler implements Reconciler<StorageClass> {

    public static final String NAME = "storageprofile-controller";

    private static final Logger LOG = LoggerFactory.getLogger(StorageProfileReconciler.class);

    private final Installation installation;
    private final ClusterCache cluster;
    private final Clock clock;
    private final Writer writer;
    private final ProfileRules rules = new ProfileRules(ProvisionerTable.load());

    public StorageProfileReconciler(
            KubernetesClient client, Installation installation, ClusterCache cluster, Clock clock) {
        this.installation = installation;
        this.cluster = cluster;
        this.clock = clock;
        this.writer = new Writer(client);
    }

    @Override
    public List<EventSource<?, StorageClass>> prepareEventSources(EventSourceContext<StorageClass> context) {
        deleteOrphans();
        InformerEventSource<StorageProfile, StorageClass> profiles = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(StorageProfile.class, StorageClass.class)
                        .withSecondaryToPrimaryMapper(profile -> Set.of(new ResourceID(Facts.name(profile))))
                        .withPrimaryToSecondaryMapper(
                                (StorageClass storageClass) -> Set.of(new ResourceID(Facts.name(storageClass))))
                        .build(),
                context);
        return List.of(profiles, cluster.wakes(context.getPrimaryCache(), _ -> true));
    }

    /// Nobody tells of a class that went while no controller was there.
    private void deleteOrphans() {
        ClusterView view = cluster.view();
        view.profiles().stream()
                .filter(profile -> view.namedClass(Facts.name(profile)).isEmpty())
                .forEach(writer::delete);
    }

    @Override
    public UpdateControl<StorageClass> reconcile(StorageClass storageClass, Context<StorageClass> context) {
        Optional<StorageProfile> profile = context.getSecondaryResource(StorageProfile.class);
        if (context.isPrimaryResourceDeleted() || Facts.isDeleting(storageClass)) {
            profile.ifPresent(writer::delete);
        } else if (profile.isPresent()) {
            write(storageClass, profile.get(), context);
        } else {
            writer.create(profile(storageClass), profiles(context));
            context.getSecondaryResource(StorageProfile.class).ifPresent(made -> write(storageClass, made, context));
        }
        return UpdateControl.noUpdate();
    }

    private static InformerEventSource<StorageProfile, StorageClass> profiles(Context<StorageClass> context) {
        return (InformerEventSource<StorageProfile, StorageClass>)
                context.eventSourceRetriever().getEventSourceFor(StorageProfile.class);
    }

    private void write(StorageClass storageClass, StorageProfile known, Context<StorageClass> context) {
        ObservedStorageClass seen = new ObservedStorageClass(
                storageClass,
                Optional.ofNullable(known.getSpec()).orElse(StorageProfileSpec.EMPTY),
                known.getStatus(),
                cluster.snapshotClasses(),
                volumes(storageClass));
        switch (rules.decide(seen, clock.instant())) {
            case ProfileDecision.Refuse(String message) ->
                LOG.warn("storageprofile={} left as it is: {}", Facts.name(storageClass), message);
            case ProfileDecision.Write(
                    StorageProfileStatus status,
                    Map<String, String> defaults,
                    Optional<String> cron) -> write(known, status, defaults, cron, profiles(context));
        }
    }

    @Override
    public ErrorStatusUpdateControl<StorageClass> updateErrorStatus(
            StorageClass object, Context<StorageClass> context, Exception failure) {
        return FailureLog.told(LOG, object, context, failure);
    }

    /// Only volumes made by hand tell what their class can do.
    private List<PersistentVolume> volumes(StorageClass storageClass) {
        return ClusterCache.BY_HAND.equals(storageClass.getProvisioner()) ? cluster.volumes() : List.of();
    }

    private StorageProfile profile(StorageClass storageClass) {
        StorageProfile profile = new StorageProfile();
        profile.setMetadata(installation.clusterWide(
                Facts.name(storageClass), cluster.view().activeInstallation()));
        profile.setSpec(StorageProfileSpec.EMPTY);
        return profile;
    }

    private void write(
            StorageProfile profile,
            StorageProfileStatus status,
            Map<String, String> defaults,
            Optional<String> cron,
            InformerEventSource<StorageProfile, StorageClass> profiles) {
        Changes changes = new Changes();
        defaults.forEach((key, value) -> {
            if (!Facts.isAnnotated(profile, key)) {
                changes.annotate(key, value);
            }
        });
        changes.annotate(Annotations.SNAPSHOT_CLASS_FOR_CRON, cron.orElse(null));
        writer.change(profile, changes, profiles);
        if (!status.equals(profile.getStatus())) {
            writer.status(profile, status, profiles);
        }
    }
}
