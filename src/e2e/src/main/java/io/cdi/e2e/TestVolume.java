// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A DataVolume of a test, read as what the API server sends, without this project's own classes in between.
record TestVolume(TestNamespace namespace, String name) {

    static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("cdi.kubevirt.io")
            .withVersion("v1beta1")
            .withKind("DataVolume")
            .withPlural("datavolumes")
            .withNamespaced(true)
            .build();

    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /// One of its conditions.
    record Condition(String status, String reason, String message) {}

    /// The disk on its claim.
    DiskPod disk() {
        return new DiskPod(namespace, name);
    }

    TestVolume awaitSucceeded() {
        return awaitPhase("Succeeded");
    }

    TestVolume awaitPhase(String phase) {
        return await("phase " + phase, volume -> phase(volume).equals(phase));
    }

    /// Waits for a condition with this status whose message contains the text.
    TestVolume awaitCondition(String type, String status, String message) {
        return await(type + " " + status + " with '" + message + "'", volume -> {
            Condition condition = condition(volume, type);
            return condition.status().equals(status) && condition.message().contains(message);
        });
    }

    /// Waits until the status says that a part of the disk is there.
    TestVolume awaitProgress() {
        return await("progress", volume -> text(volume, "progress").matches("(?!0[.]00%)[0-9.]+%"));
    }

    private TestVolume await(String what, Predicate<GenericKubernetesResource> wanted) {
        try {
            resource()
                    .waitUntilCondition(
                            volume -> volume != null && wanted.test(volume), DEADLINE.toSeconds(), TimeUnit.SECONDS);
            return this;
        } catch (KubernetesClientTimeoutException e) {
            throw new AssertionError(
                    "no " + what + " within " + DEADLINE + " but " + resource().get() + "\n" + namespace.story(), e);
        }
    }

    String phase() {
        return phase(resource().require());
    }

    String progress() {
        return text(resource().require(), "progress");
    }

    Condition condition(String type) {
        return condition(resource().require(), type);
    }

    void delete() {
        resource().delete();
    }

    Resource<GenericKubernetesResource> resource() {
        return namespace.client().genericKubernetesResources(KIND).withName(name);
    }

    /// Waits until its claim is the only one in the namespace and no worker pod is left.
    void awaitTidy() {
        namespace.await(
                "nothing but claim " + name,
                () -> namespace.claims().equals(List.of(name))
                        && namespace.workers().isEmpty());
    }

    /// Waits until nothing of it is left: neither claims nor pods nor volumes.
    void awaitGone() {
        namespace.await(
                "nothing of " + name,
                () -> resource().get() == null
                        && namespace.claims().isEmpty()
                        && namespace.workers().isEmpty()
                        && namespace.volumes().isEmpty());
    }

    static String phase(GenericKubernetesResource volume) {
        return text(volume, "phase");
    }

    private static String text(GenericKubernetesResource volume, String field) {
        return Objects.requireNonNullElse(volume.get("status", field), "");
    }

    static Condition condition(GenericKubernetesResource volume, String type) {
        List<Map<String, @Nullable Object>> conditions = volume.get("status", "conditions");
        return Stream.ofNullable(conditions)
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.get("type")))
                .map(condition -> new Condition(
                        text(condition.get("status")), text(condition.get("reason")), text(condition.get("message"))))
                .findFirst()
                .orElse(new Condition("", "", ""));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @Override
    public String toString() {
        return Stream.of(namespace.name(), name).collect(Collectors.joining("/"));
    }
}
