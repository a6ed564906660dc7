// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A test's own namespace. It goes with everything in it when the test ends.
final class TestNamespace implements AutoCloseable {

    /// The label of all of them.
    static final String LABEL = "cdi-e2e";

    private final KubernetesClient cluster;
    private final String name;

    private TestNamespace(KubernetesClient cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    static TestNamespace create(Cluster cluster, String test) {
        var namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName("e2e-")
                .addToLabels(LABEL, "")
                .addToAnnotations("test", test)
                .endMetadata()
                .build();
        String name =
                cluster.client().resource(namespace).create().getMetadata().getName();
        return new TestNamespace(cluster.client(), name);
    }

    String name() {
        return name;
    }

    /// A client whose requests are about this namespace.
    NamespacedKubernetesClient client() {
        return cluster.adapt(NamespacedKubernetesClient.class).inNamespace(name);
    }

    /// Makes or changes objects of any kind, as `kubectl apply --server-side` does.
    List<HasMetadata> apply(String yaml) {
        return client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(name)
                .serverSideApply();
    }

    /// A claim on the default storage class.
    ///
    /// @param mode `Filesystem` or `Block`
    /// @param size such as `100Mi`
    DiskPod claim(String claim, String mode, String size) {
        apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: %s}
                spec: {accessModes: [ReadWriteOnce], volumeMode: %s, resources: {requests: {storage: %s}}}
                """.formatted(claim, mode, size));
        return new DiskPod(this, claim);
    }

    /// Does not wait, so that the next test can begin; [Cluster#close()] sees to it that all are gone in the end.
    @Override
    public void close() {
        cluster.namespaces().withName(name).delete();
    }
}
