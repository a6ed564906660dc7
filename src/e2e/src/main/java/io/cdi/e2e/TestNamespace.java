// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A test's own namespace. It goes with everything in it when the test ends.
final class TestNamespace implements AutoCloseable {

    /// The label of all of them.
    static final String LABEL = "cdi-e2e";

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int LOOKS = 300;

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

    /// A DataVolume as the customer's documents write it.
    ///
    /// @param source what is behind `source:`, such as `blank: {}`
    /// @param mode `Filesystem` or `Block`
    TestVolume dataVolume(String name, String source, String mode, String size) {
        return dataVolume(name, source, """
                accessModes: [ReadWriteOnce], volumeMode: %s, resources: {requests: {storage: %s}}""".formatted(mode, size));
    }

    /// @param claim what is behind `pvc:`, without its braces
    TestVolume dataVolume(String name, String source, String claim) {
        apply("""
                apiVersion: cdi.kubevirt.io/v1alpha1
                kind: DataVolume
                metadata: {name: %s}
                spec:
                  source: {%s}
                  pvc: {%s}
                """.formatted(name, source, claim));
        return new TestVolume(this, name);
    }

    /// Waits until something is true that no single object tells.
    void await(String what, BooleanSupplier happened) {
        await(what, DEADLINE, happened);
    }

    void await(String what, Duration patience, BooleanSupplier happened) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no " + what + " within " + patience + "\n" + story());
            }
            LockSupport.parkNanos(patience.dividedBy(LOOKS).toNanos());
        }
    }

    /// The claims, with whatever helps to fill them.
    List<String> claims() {
        return names(client().persistentVolumeClaims().list().getItems());
    }

    /// How many DataVolumes have their content.
    long succeeded() {
        return client().genericKubernetesResources(TestVolume.KIND).list().getItems().stream()
                .map(TestVolume::phase)
                .filter("Succeeded"::equals)
                .count();
    }

    /// The pods that fill claims.
    List<String> workers() {
        return names(client().pods().list().getItems()).stream()
                .filter(name -> name.startsWith("importer-") || name.startsWith("cdi-upload-"))
                .toList();
    }

    /// The volumes that are bound to a claim of this namespace, or were.
    List<String> volumes() {
        return names(cluster.persistentVolumes().list().getItems().stream()
                .filter(volume -> volume.getSpec().getClaimRef() != null)
                .filter(volume -> name.equals(volume.getSpec().getClaimRef().getNamespace()))
                .toList());
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(object -> object.getMetadata().getName()).toList();
    }

    /// The warnings about DataVolumes and claims, one a line. Not those of Kubernetes that no importer can
    /// avoid: that the prime claim has lost its volume to the target; that the provisioner wrote at the same time
    /// as somebody else and will try again.
    String warnings() {
        return events().filter(event -> "Warning".equals(event.getType()))
                .filter(event -> Set.of("DataVolume", "PersistentVolumeClaim")
                        .contains(event.getInvolvedObject().getKind()))
                .filter(event -> !event.getReason().equals("ClaimMisbound"))
                .filter(event -> !event.getMessage().contains("the object has been modified"))
                .map(TestNamespace::line)
                .collect(Collectors.joining("\n"));
    }

    private Stream<Event> events() {
        return client().v1().events().list().getItems().stream();
    }

    /// What a reader of a failure wants to know.
    String story() {
        return Stream.of(
                        client().pods().list().getItems().stream().map(TestNamespace::line),
                        client().persistentVolumeClaims().list().getItems().stream()
                                .map(claim -> "claim " + claim.getMetadata().getName() + " "
                                        + claim.getStatus().getPhase() + " "
                                        + claim.getMetadata().getAnnotations()),
                        events().map(TestNamespace::line))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static String line(Pod pod) {
        Stream<String> conditions = pod.getStatus().getConditions().stream()
                .filter(condition -> !"True".equals(condition.getStatus()))
                .map(condition -> condition.getType() + ": " + condition.getReason() + " " + condition.getMessage());
        Stream<String> states = pod.getStatus().getContainerStatuses().stream()
                .map(container ->
                        container.getName() + " was " + container.getLastState() + " is " + container.getState());
        return Stream.concat(
                        Stream.of(
                                "pod " + pod.getMetadata().getName(),
                                pod.getStatus().getPhase()),
                        Stream.concat(conditions, states))
                .collect(Collectors.joining("; "));
    }

    private static String line(Event event) {
        ObjectReference about = event.getInvolvedObject();
        return String.join(
                " ", about.getKind(), about.getName(), event.getType(), event.getReason(), event.getMessage());
    }

    /// Does not wait, so that the next test can begin; [Cluster#close()] sees to it that all are gone in the end.
    @Override
    public void close() {
        cluster.namespaces().withName(name).delete();
    }
}
