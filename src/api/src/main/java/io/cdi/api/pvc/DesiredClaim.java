// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.names.ControllerReference;
import io.cdi.contract.Annotations;
import io.cdi.contract.ContentType;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.Labels;
import io.cdi.contract.StateAnnotations;
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
                .withOwnerReferences(ControllerReference.to(dataVolume))
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
        labels.put(Labels.APP, Labels.APP_VALUE);
        if (!"Block".equals(spec.getVolumeMode())) {
            labels.put(Labels.VOLUME_FILLING_UP_ALERT, "disabled");
        }
        labels.putAll(orEmpty(dataVolume.getMetadata().getLabels()));
        return labels;
    }

    private static Map<String, String> annotations(DataVolume dataVolume, @Nullable CDIConfigStatus config) {
        var spec = dataVolume.getSpec();
        var annotations =
                new TreeMap<String, String>(orEmpty(dataVolume.getMetadata().getAnnotations()));
        annotations.remove(Annotations.POPULATED_FOR);
        annotations.remove(Annotations.CLONE_TOKEN);
        annotations.remove(ForeignAnnotations.LAST_APPLIED);
        annotations.put(StateAnnotations.POD_RESTARTS, "0");
        annotations.put(
                Annotations.CONTENT_TYPE, ContentType.orDisk(spec.contentType()).word());
        annotations.put(Annotations.PREALLOCATION_REQUESTED, Boolean.toString(isPreallocated(spec, config)));
        annotations.put(
                StateAnnotations.CREATED_FOR_DATA_VOLUME,
                dataVolume.getMetadata().getUid());
        putIfGiven(annotations, Annotations.POD_PRIORITY_CLASS, spec.priorityClassName());
        putIfGiven(annotations, Annotations.POD_SERVICE_ACCOUNT, spec.serviceAccountName());
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
