// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.populator;

import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Annotations;
import io.cdi.contract.ContentType;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.PassedAnnotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.util.Map;
import java.util.TreeMap;

/// The claim that is filled in place of its target.
final class PrimeClaim {

    private PrimeClaim() {}

    static PersistentVolumeClaim of(ObservedTarget seen, PopulatorSource source, Installation installation) {
        PersistentVolumeClaim target = seen.target();
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(target))
                .withName(ObjectNames.primeClaim(Facts.uid(target)))
                .withLabels(installation.helperLabels())
                .withAnnotations(annotations(seen, source))
                .withOwnerReferences(ControllerReference.to(target))
                .endMetadata()
                .withNewSpec()
                .withAccessModes(target.getSpec().getAccessModes())
                .withResources(target.getSpec().getResources())
                .withStorageClassName(target.getSpec().getStorageClassName())
                .withVolumeMode(target.getSpec().getVolumeMode())
                .endSpec()
                .build();
    }

    private static Map<String, String> annotations(ObservedTarget seen, PopulatorSource source) {
        Map<String, String> given = Facts.annotations(seen.target());
        Map<String, String> annotations = new TreeMap<>(PassedAnnotations.of(given));
        annotations.put(Annotations.BIND_IMMEDIATE_REQUESTED, "");
        annotations.put(StateAnnotations.POPULATOR_KIND, source.kind().name());
        annotations.put(
                Annotations.CONTENT_TYPE,
                ContentType.orDisk(source.contentType()).word());
        annotations.put(Annotations.PREALLOCATION_REQUESTED, String.valueOf(isPreallocated(seen, source)));
        annotations.putAll(source.kind().worker(ObjectNames.primeClaim(Facts.uid(seen.target()))));
        annotations.putAll(source.annotations());
        if (seen.cluster().waitsForFirstConsumer(seen.target().getSpec().getStorageClassName())) {
            copy(given, annotations, ForeignAnnotations.SELECTED_NODE);
        }
        copy(given, annotations, Annotations.RETAIN_AFTER_COMPLETION);
        // The target repeats it, and need not be told what it says already.
        copy(given, annotations, StateAnnotations.POD_RESTARTS);
        return annotations;
    }

    private static boolean isPreallocated(ObservedTarget seen, PopulatorSource source) {
        Boolean wish = source.preallocation();
        return wish != null
                ? wish
                : seen.cluster()
                        .settings()
                        .map(status -> status.preallocation())
                        .orElse(false);
    }

    private static void copy(Map<String, String> from, Map<String, String> to, String key) {
        String value = from.get(key);
        if (value != null) {
            to.put(key, value);
        }
    }
}
