// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.install.CDI;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.storage.StorageClasses;
import io.cdi.api.storage.StorageProfile;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// Watches the objects of a [ClusterView], once for all controllers.
public final class ClusterCache implements AutoCloseable {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final SharedIndexInformer<StorageClass> classes;
    private final SharedIndexInformer<StorageProfile> profiles;
    private final SharedIndexInformer<CSIDriver> drivers;
    private final SharedIndexInformer<CDIConfig> configs;
    private final SharedIndexInformer<CDI> installations;

    /// Returns when all of them are known.
    public ClusterCache(KubernetesClient client) {
        classes = watched(client.storage().v1().storageClasses());
        profiles = watched(client.resources(StorageProfile.class));
        drivers = watched(client.storage().v1().csiDrivers());
        configs = watched(client.resources(CDIConfig.class));
        installations = watched(client.resources(CDI.class));
    }

    /// @param listener called on every change; must not block
    public void onChange(Runnable listener) {
        listeners.add(listener);
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

    private static Set<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(Facts::name).collect(Collectors.toUnmodifiableSet());
    }

    private <T extends HasMetadata> SharedIndexInformer<T> watched(Informable<T> kind) {
        return kind.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                changed();
            }

            @Override
            public void onUpdate(T before, T after) {
                changed();
            }

            @Override
            public void onDelete(T object, boolean stateUnknown) {
                changed();
            }
        });
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public void close() {
        List.of(classes, profiles, drivers, configs, installations).forEach(SharedIndexInformer::stop);
    }
}
