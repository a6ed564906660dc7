// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.config;

import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.FilesystemOverhead;
import io.cdi.api.config.ImportProxy;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The settings in force: the administrator's wish, else the default. A wish that cannot be understood
/// counts as none.
final class ConfigRule {

    private static final String DEFAULT_OVERHEAD = "0.06";
    private static final Map<String, String> LIMITS = Map.of("cpu", "750m", "memory", "600M");
    private static final Map<String, String> REQUESTS = Map.of("cpu", "100m", "memory", "60M");
    private static final ImportProxy NO_PROXY = new ImportProxy("", "", "", "");

    private ConfigRule() {}

    /// Where clients find the upload proxy.
    record UploadProxy(@Nullable String url, @Nullable String authorities) {}

    /// @param clusterProxy of the whole cluster; asked only where no other one is wished
    static CDIConfigStatus status(
            @Nullable CDIConfigSpec wish,
            ClusterView cluster,
            UploadProxy uploadProxy,
            Supplier<Optional<ImportProxy>> clusterProxy) {
        Optional<CDIConfigSpec> spec = Optional.ofNullable(wish);
        return new CDIConfigStatus(
                uploadProxy.url(),
                uploadProxy.authorities(),
                spec.map(CDIConfigSpec::importProxy).or(clusterProxy).orElse(NO_PROXY),
                spec.map(CDIConfigSpec::scratchSpaceStorageClass)
                        .filter(name -> cluster.namedClass(name).isPresent())
                        .orElse(""),
                resources(spec.map(CDIConfigSpec::podResourceRequirements)),
                overhead(spec.map(CDIConfigSpec::filesystemOverhead), cluster),
                spec.map(CDIConfigSpec::preallocation).orElse(false),
                spec.map(CDIConfigSpec::imagePullSecrets).orElse(List.<LocalObjectReference>of()));
    }

    private static ResourceRequirements resources(Optional<ResourceRequirements> wish) {
        return new ResourceRequirementsBuilder()
                .withLimits(quantities(LIMITS, wish.map(ResourceRequirements::getLimits)))
                .withRequests(quantities(REQUESTS, wish.map(ResourceRequirements::getRequests)))
                .build();
    }

    private static Map<String, Quantity> quantities(
            Map<String, String> defaults, Optional<Map<String, Quantity>> wishes) {
        Map<String, Quantity> quantities = new TreeMap<>();
        defaults.forEach((name, value) -> {
            Quantity wished = wishes.map(map -> map.get(name)).orElse(null);
            quantities.put(name, wished == null ? new Quantity(value) : wished);
        });
        return quantities;
    }

    private static FilesystemOverhead overhead(Optional<FilesystemOverhead> wish, ClusterView cluster) {
        String global =
                wish.map(FilesystemOverhead::global).filter(ConfigRule::isShare).orElse(DEFAULT_OVERHEAD);
        Map<String, String> byClass = new TreeMap<>();
        for (StorageClass storageClass : cluster.classes().all()) {
            String name = Facts.name(storageClass);
            byClass.put(
                    name,
                    wish.map(FilesystemOverhead::storageClass)
                            .map(map -> map.get(name))
                            .filter(ConfigRule::isShare)
                            .orElse(global));
        }
        return new FilesystemOverhead(global, byClass);
    }

    private static boolean isShare(String text) {
        return text.matches(FilesystemOverhead.PERCENT);
    }
}
