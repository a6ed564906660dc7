// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.CdiApi;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.pvc.DesiredClaim;
import io.cdi.contract.Annotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.UploadAnnotations;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.importer.SourceAnnotations;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import java.util.Map;
import java.util.TreeMap;

/// The claim of a DataVolume, in one of four kinds: filled through a prime, filled by its own
/// annotations, filled by others, or only claimed because its volume exists already.
final class TargetClaim {

    private TargetClaim() {}

    static PersistentVolumeClaim populated(
            ObservedDataVolume seen, PersistentVolumeClaimSpec spec, Installation installation) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(Annotations.USE_POPULATOR, "true");
        if (!seen.cluster().hasFeature(ClusterView.HONOR_WAIT_FOR_FIRST_CONSUMER)) {
            annotations.put(Annotations.BIND_IMMEDIATE_REQUESTED, "");
        }
        PersistentVolumeClaimSpec populated = new PersistentVolumeClaimSpecBuilder(spec)
                .withNewDataSourceRef()
                .withApiGroup(CdiApi.GROUP)
                .withKind(SourceObject.kind(seen.dataVolume()).name())
                .withName(SourceObject.name(seen.dataVolume()))
                .endDataSourceRef()
                .build();
        return claim(seen, populated, annotations, installation);
    }

    static PersistentVolumeClaim annotated(
            ObservedDataVolume seen, PersistentVolumeClaimSpec spec, Installation installation) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(Annotations.USE_POPULATOR, "false");
        if (seen.isUpload()) {
            annotations.put(UploadAnnotations.UPLOAD_TARGET, "");
        } else {
            annotations.put(StateAnnotations.IMPORT_POD_NAME, ObjectNames.importerPod(seen.name()));
        }
        seen.wantedSource().ifPresent(source -> annotations.putAll(SourceAnnotations.of(source)));
        return claim(seen, spec, annotations, installation);
    }

    /// What fills it stands in its spec.
    ///
    /// @param waits whether it is filled before it is bound
    static PersistentVolumeClaim external(
            ObservedDataVolume seen, PersistentVolumeClaimSpec spec, boolean waits, Installation installation) {
        Map<String, String> annotations =
                Map.of(StateAnnotations.EXTERNAL_POPULATION, "true", Annotations.USE_POPULATOR, String.valueOf(waits));
        return claim(seen, spec, annotations, installation);
    }

    /// @param volumes a JSON array of the names of the volumes that may be bound
    static PersistentVolumeClaim unfilled(
            ObservedDataVolume seen, PersistentVolumeClaimSpec spec, String volumes, Installation installation) {
        return claim(seen, spec, Map.of(StateAnnotations.PERSISTENT_VOLUME_LIST, volumes), installation);
    }

    private static PersistentVolumeClaim claim(
            ObservedDataVolume seen,
            PersistentVolumeClaimSpec spec,
            Map<String, String> annotations,
            Installation installation) {
        return new PersistentVolumeClaimBuilder(DesiredClaim.of(
                        seen.dataVolume(), spec, seen.cluster().settings().orElse(null)))
                .editMetadata()
                .addToAnnotations(annotations)
                .addToLabels(installation.recommendedLabels())
                .endMetadata()
                .build();
    }
}
