// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.cdi.api.ApiKeys;
import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.datavolume.ContentType;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The claim object of a DataVolume: its spec with labels, annotations and owner.
public final class DesiredClaim {
    private DesiredClaim() {}

    /// What every source has in common; the caller adds what its source needs. The mark that the claim is
    /// populated already is held back until the DataVolume has succeeded.
    public static PersistentVolumeClaim of(
            DataVolume dataVolume, PersistentVolumeClaimSpec spec, @Nullable CDIConfigStatus config) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(dataVolume.getMetadata().getName())
                .withNamespace(dataVolume.getMetadata().getNamespace())
                .withLabels(labels(dataVolume, spec))
                .withAnnotations(annotations(dataVolume, config))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(dataVolume.getApiVersion())
                        .withKind(dataVolume.getKind())
                        .withName(dataVolume.getMetadata().getName())
                        .withUid(dataVolume.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    /// Whether all space is allocated: as the DataVolume says, else the configuration.
    public static boolean isPreallocated(DataVolumeSpec spec, @Nullable CDIConfigStatus config) {
        if (spec.preallocation() != null) {
            return spec.preallocation();
        }
        return config != null && Boolean.TRUE.equals(config.preallocation());
    }

    private static Map<String, String> labels(DataVolume dataVolume, PersistentVolumeClaimSpec spec) {
        var labels = new TreeMap<String, String>();
        labels.put(ApiKeys.APP_LABEL, ApiKeys.APP);
        if (!"Block".equals(spec.getVolumeMode())) {
            labels.put(ApiKeys.FILLING_UP_ALERT_LABEL, "disabled");
        }
        labels.putAll(orEmpty(dataVolume.getMetadata().getLabels()));
        return labels;
    }

    private static Map<String, String> annotations(DataVolume dataVolume, @Nullable CDIConfigStatus config) {
        var spec = dataVolume.getSpec();
        var annotations =
                new TreeMap<String, String>(orEmpty(dataVolume.getMetadata().getAnnotations()));
        annotations.remove(ApiKeys.POPULATED_FOR);
        annotations.put(ApiKeys.POD_RESTARTS, "0");
        annotations.put(ApiKeys.CONTENT_TYPE, ContentType.of(spec.contentType()).text());
        annotations.put(ApiKeys.PREALLOCATION_REQUESTED, Boolean.toString(isPreallocated(spec, config)));
        annotations.put(
                ApiKeys.CREATED_FOR_DATA_VOLUME, dataVolume.getMetadata().getUid());
        putIfGiven(annotations, ApiKeys.PRIORITY_CLASS, spec.priorityClassName());
        putIfGiven(annotations, ApiKeys.SERVICE_ACCOUNT, spec.serviceAccountName());
        return annotations;
    }

    private static void putIfGiven(Map<String, String> annotations, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            annotations.put(name, value);
        }
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
