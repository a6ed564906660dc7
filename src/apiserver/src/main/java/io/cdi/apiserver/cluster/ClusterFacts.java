// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.cluster;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.config.TLSSecurityProfile;
import io.cdi.api.datasource.DataSource;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.install.CDI;
import io.cdi.api.pvc.ClusterStorage;
import io.cdi.api.storage.StorageClasses;
import io.cdi.api.storage.StorageProfile;
import io.cdi.contract.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Caches of what admission asks about often and what seldom changes. Whether there is a claim is asked
/// over the network: a cache would lag behind a user who has just made or deleted one, and hold all
/// claims of the cluster.
public final class ClusterFacts implements AutoCloseable {

    private static final String CONFIG = "config";
    private static final String ADOPTION = "DataVolumeClaimAdoption";
    private static final long ENOUGH = 2;

    private final KubernetesClient client;
    private final SharedIndexInformer<PersistentVolume> volumes;
    private final SharedIndexInformer<StorageClass> classes;
    private final SharedIndexInformer<StorageProfile> profiles;
    private final SharedIndexInformer<CDIConfig> configs;

    /// Returns when all caches are filled.
    public ClusterFacts(KubernetesClient client) {
        this.client = client;
        this.volumes = client.persistentVolumes().runnableInformer(0);
        this.classes = client.storage().v1().storageClasses().runnableInformer(0);
        this.profiles = client.resources(StorageProfile.class).runnableInformer(0);
        this.configs = client.resources(CDIConfig.class).runnableInformer(0);
        List.of(volumes, classes, profiles, configs).forEach(SharedIndexInformer::run);
    }

    public @Nullable PersistentVolumeClaim claim(String namespace, String name) {
        return name.isEmpty()
                ? null
                : client.persistentVolumeClaims()
                        .inNamespace(namespace)
                        .withName(name)
                        .get();
    }

    public @Nullable TLSSecurityProfile tlsProfile() {
        CDIConfig config = config();
        return config == null || config.getSpec() == null
                ? null
                : config.getSpec().tlsSecurityProfile();
    }

    public boolean adoptsClaimsByDefault() {
        CDIConfig config = config();
        return config != null && config.getSpec() != null && config.getSpec().hasFeature(ADOPTION);
    }

    public ClusterStorage storage() {
        return new ClusterStorage(
                new StorageClasses(classes.getStore().list()),
                profiles.getStore().list().stream()
                        .collect(Collectors.toMap(
                                profile -> profile.getMetadata().getName(), Function.identity())),
                volumes.getStore().list(),
                config());
    }

    private @Nullable CDIConfig config() {
        return configs.getStore().getByKey(CONFIG);
    }

    public boolean hasDataVolume(String namespace, String name) {
        return client.resources(DataVolume.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()
                != null;
    }

    public @Nullable DataSource dataSource(String namespace, String name) {
        return client.resources(DataSource.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    /// How many DataVolumes there are that no cron has made; 2 stands for more.
    public int countUserDataVolumes() {
        return client.resources(DataVolume.class)
                .inAnyNamespace()
                .list(new ListOptionsBuilder()
                        .withLabelSelector("!" + Labels.DATA_IMPORT_CRON)
                        .withLimit(ENOUGH)
                        .build())
                .getItems()
                .size();
    }

    public @Nullable CDI installation(String name) {
        return client.resources(CDI.class).withName(name).get();
    }

    @Override
    public void close() {
        List.<SharedIndexInformer<? extends HasMetadata>>of(volumes, classes, profiles, configs)
                .forEach(SharedIndexInformer::stop);
    }
}
