// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A setting of the whole installation, as an administrator makes it, until the test ends. Tests that make one run
/// alone.
final class Setting implements AutoCloseable {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final Cluster cluster;
    private final Resource<GenericKubernetesResource> object;
    private final Function<@Nullable Object, Map<String, @Nullable Object>> spec;

    private Setting(
            Cluster cluster,
            Resource<GenericKubernetesResource> object,
            Function<@Nullable Object, Map<String, @Nullable Object>> spec) {
        this.cluster = cluster;
        this.object = object;
        this.spec = spec;
    }

    /// Sets a field of `spec.config` of the CDI object.
    static Setting install(Cluster cluster, String field, Object value) {
        return new Setting(
                        cluster,
                        one(cluster, "CDI", "cdi"),
                        given -> Collections.singletonMap("config", Collections.singletonMap(field, given)))
                .put(value);
    }

    /// Sets a field in `cdiconfig/config`, which works where the CDI object says nothing about it.
    static Setting edit(Cluster cluster, String field, Object value) {
        return new Setting(cluster, config(cluster), given -> Collections.singletonMap(field, given)).put(value);
    }

    private Setting put(@Nullable Object value) {
        object.patch(MERGE, cluster.client().getKubernetesSerialization().asJson(Map.of("spec", spec.apply(value))));
        return this;
    }

    /// Waits until a setting in force is as wanted: a field in the status of `cdiconfig/config`.
    Setting await(String wanted, String... field) {
        Object[] path = Stream.concat(Stream.of("status"), Stream.of(field)).toArray();
        config(cluster)
                .waitUntilCondition(
                        config -> config != null && wanted.equals(config.get(path)),
                        DEADLINE.toSeconds(),
                        TimeUnit.SECONDS);
        return this;
    }

    private static Resource<GenericKubernetesResource> config(Cluster cluster) {
        return one(cluster, "CDIConfig", "config");
    }

    private static Resource<GenericKubernetesResource> one(Cluster cluster, String kind, String name) {
        return cluster.client()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("cdi.kubevirt.io")
                        .withVersion("v1beta1")
                        .withKind(kind)
                        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
                        .withNamespaced(false)
                        .build())
                .withName(name);
    }

    /// Takes it back before [#close] does.
    void withdraw() {
        put(null);
    }

    @Override
    public void close() {
        withdraw();
    }
}
