// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.api.config.CDIConfig;
import io.cdi.api.install.CDI;
import io.cdi.api.storage.StorageClasses;
import io.cdi.contract.Verbosity;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.worker.ObservedClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Objects as YAML, and a cluster with a class that binds at once (`fast`, the default), one that waits
/// (`wait`), and one without a CSI driver (`tree`).
public final class Given {

    public static final Installation INSTALLATION = new Installation(
            "cdi",
            "registry/cdi-importer:v1",
            "registry/cdi-uploadserver:v1",
            "IfNotPresent",
            Verbosity.NORMAL,
            Optional.of("kubevirt"),
            Optional.of("v1"));

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private Given() {}

    public static <T> T object(Class<T> type, String yaml) {
        return YAML.unmarshal(yaml, type);
    }

    public static String yaml(Object object) {
        return YAML.asYaml(object);
    }

    /// @param gates feature gates that are on, separated by commas
    public static ClusterView cluster(String gates) {
        return cluster(gates, "{}");
    }

    /// @param proxy the settings of the import proxy in YAML
    public static ClusterView cluster(String gates, String proxy) {
        return new ClusterView(
                new StorageClasses(List.of(
                        storageClass("fast", "csi.example", "Immediate", true),
                        storageClass("wait", "csi.example", "WaitForFirstConsumer", false),
                        storageClass("tree", "example/no-csi", "Immediate", false))),
                List.of(),
                Set.of("csi.example"),
                Optional.of(object(CDIConfig.class, """
                        metadata: {name: config}
                        spec: {featureGates: [%s]}
                        status:
                          filesystemOverhead: {global: "0.06"}
                          defaultPodResourceRequirements:
                            limits: {cpu: 750m, memory: 600M}
                            requests: {cpu: 100m, memory: 60M}
                          importProxy: %s
                        """.formatted(gates, proxy))),
                List.of(object(CDI.class, "metadata: {name: cdi}")));
    }

    /// A claim in such a cluster, with nothing around it but perhaps its pod.
    ///
    /// @param gates see [#cluster]
    public static ObservedClaim observed(PersistentVolumeClaim claim, Optional<Pod> pod, String gates, Instant now) {
        return new ObservedClaim(
                claim, Optional.empty(), pod, Optional.empty(), List.of(), Optional.empty(), cluster(gates), now);
    }

    private static StorageClass storageClass(String name, String provisioner, String binding, boolean isDefault) {
        return object(StorageClass.class, """
                metadata:
                  name: %s
                  annotations: {storageclass.kubernetes.io/is-default-class: "%s"}
                provisioner: %s
                volumeBindingMode: %s
                """.formatted(name, isDefault, provisioner, binding));
    }
}
