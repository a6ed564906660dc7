// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.install.CDI;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.storage.SnapshotClass;
import io.cdi.api.storage.StorageClasses;
import io.cdi.api.storage.StorageProfile;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Watches the objects of a [ClusterView], once for all controllers.
public final class ClusterCache implements AutoCloseable {

    /// The provisioner of volumes that are made by hand.
    public static final String BY_HAND = "kubernetes.io/no-provisioner";

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final SharedIndexInformer<StorageClass> classes;
    private final SharedIndexInformer<StorageProfile> profiles;
    private final SharedIndexInformer<CSIDriver> drivers;
    private final SharedIndexInformer<CDIConfig> configs;
    private final SharedIndexInformer<CDI> installations;
    private final SnapshotClasses snapshotClasses;
    private final Volumes volumes;

    /// Returns when all of them are known.
    public ClusterCache(KubernetesClient client) {
        classes = watched(client.storage().v1().storageClasses());
        profiles = watched(client.resources(StorageProfile.class));
        drivers = watched(client.storage().v1().csiDrivers());
        configs = watched(client.resources(CDIConfig.class));
        installations = watched(client.resources(CDI.class));
        snapshotClasses = new SnapshotClasses(client, this::changed);
        volumes = new Volumes(client, this::isByHand, this::changed);
    }

    /// @param listener called on every change; must not block
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /// Wakes objects of a controller on every change. All are looked at when the controller starts; before that, none
    /// is known.
    ///
    /// @param known the objects of the controller
    /// @param concerned those that a change may matter to
    public <P extends HasMetadata> EventSource<?, P> wakes(IndexedResourceCache<P> known, Predicate<P> concerned) {
        SimpleInboundEventSource<P> source = new SimpleInboundEventSource<>("cluster");
        onChange(() -> {
            if (source.isRunning()) {
                known.list(concerned).map(ResourceID::fromResource).forEach(source::propagateEvent);
            }
        });
        return source;
    }

    public ClusterView view() {
        return new ClusterView(
                new StorageClasses(classes.getStore().list()),
                profiles.getStore().list(),
                names(drivers.getStore().list()),
                configs.getStore().list().stream()
                        .filter(config -> Facts.name(config).equals(ObjectNames.CDI_CONFIG))
                        .findFirst(),
                installations.getStore().list());
    }

    public List<SnapshotClass> snapshotClasses() {
        return snapshotClasses.list();
    }

    /// All volumes; from the first call on, [#onChange] tells when one changes that was made by hand.
    public List<PersistentVolume> volumes() {
        return volumes.list();
    }

    private boolean isByHand(String storageClass) {
        return view().namedClass(storageClass)
                .filter(known -> !BY_HAND.equals(known.getProvisioner()))
                .isEmpty();
    }

    private static Set<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(Facts::name).collect(Collectors.toUnmodifiableSet());
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watched(Informable<T> kind) {
        return kind.inform(new Heard<>(this::changed));
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public void close() {
        List.of(classes, profiles, drivers, configs, installations).forEach(SharedIndexInformer::stop);
        snapshotClasses.close();
        volumes.close();
    }
}
