// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.StorageSpec;
import io.cdi.contract.ContentType;
import io.cdi.contract.Labels;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import java.util.Objects;
import java.util.stream.Stream;

/// Completes a claim: what the user left out comes from the storage class's profile, and a file system gets
/// its room.
///
/// The controller renders a DataVolume with it, and the admission webhook a labelled claim, with the same
/// result.
public final class ClaimRenderer {
    /// Asks admission to choose the volume mode; the API server would set Filesystem where a claim says
    /// nothing.
    public static final String MODE_FROM_PROFILE = "FromStorageProfile";

    private final ClusterStorage storage;
    private final ClaimModes modes;

    public ClaimRenderer(ClusterStorage storage) {
        this.storage = storage;
        this.modes = new ClaimModes(storage);
    }

    /// The claim of a DataVolume that has a source; what `pvc` says is taken as it is.
    public Rendering render(DataVolume dataVolume) {
        var spec = dataVolume.getSpec();
        if (spec.pvc() != null) {
            return new Rendering.Rendered(new PersistentVolumeClaimSpecBuilder(spec.pvc()).build());
        }
        if (spec.storage() == null) {
            return new Rendering.Refused("datavolume one of {pvc, storage} field is required");
        }
        var claim = claim(spec.storage());
        if (isLeftToAdmission(dataVolume)) {
            return new Rendering.Rendered(claim.edit()
                    .withVolumeMode(Objects.requireNonNullElse(claim.getVolumeMode(), MODE_FROM_PROFILE))
                    .build());
        }
        return modes.complete(claim, ContentType.orDisk(spec.contentType()))
                .then(completed -> sized(completed, isClone(spec)));
    }

    /// A labelled claim at admission; the size of a clone or of a restored snapshot is not its business.
    public Rendering admit(PersistentVolumeClaimSpec claim, ContentType contentType) {
        var asked = claim.edit()
                .withVolumeMode(MODE_FROM_PROFILE.equals(claim.getVolumeMode()) ? null : claim.getVolumeMode())
                .build();
        return modes.complete(asked, contentType)
                .then(completed -> isRestored(completed) ? new Rendering.Rendered(completed) : sized(completed, false));
    }

    private boolean isLeftToAdmission(DataVolume dataVolume) {
        var labels = dataVolume.getMetadata().getLabels();
        return labels != null
                && "true".equals(labels.get(Labels.APPLY_STORAGE_PROFILE))
                && storage.rendersClaimsAtAdmission();
    }

    /// Clones may leave the size out: it is found later.
    private static boolean isClone(DataVolumeSpec spec) {
        return spec.sourceRef() != null
                || (spec.source() != null
                        && (spec.source().pvc() != null || spec.source().snapshot() != null));
    }

    private static boolean isRestored(PersistentVolumeClaimSpec claim) {
        var kinds = Stream.of("VolumeSnapshot", "VolumeCloneSource").toList();
        return (claim.getDataSource() != null
                        && kinds.contains(claim.getDataSource().getKind()))
                || (claim.getDataSourceRef() != null
                        && kinds.contains(claim.getDataSourceRef().getKind()));
    }

    private Rendering sized(PersistentVolumeClaimSpec claim, boolean mayBeUnknown) {
        var request = Sizes.requested(claim.getResources());
        if (request.isEmpty()) {
            return mayBeUnknown
                    ? new Rendering.Rendered(withSize(claim, 0))
                    : new Rendering.Refused("PVC Spec is not valid - missing storage size");
        }
        if (request.get() < Overhead.MIB) {
            return new Rendering.Refused("PVC Spec is not valid - storage size should be at least 1MiB");
        }
        var minimum = storage.minimumClaimBytes(claim.getStorageClassName());
        return new Rendering.Rendered(withSize(claim, Math.max(inflated(claim, request.get()), minimum)));
    }

    private long inflated(PersistentVolumeClaimSpec claim, long contentBytes) {
        return "Block".equals(claim.getVolumeMode())
                ? contentBytes
                : Overhead.of(claim.getVolumeMode(), claim.getStorageClassName(), storage.classes(), storage.settings())
                        .volumeFor(contentBytes);
    }

    private static PersistentVolumeClaimSpec withSize(PersistentVolumeClaimSpec claim, long bytes) {
        return claim.edit()
                .withResources(Sizes.withRequest(claim.getResources(), bytes))
                .build();
    }

    private static PersistentVolumeClaimSpec claim(StorageSpec storage) {
        return new PersistentVolumeClaimSpecBuilder()
                .withAccessModes(storage.accessModes())
                .withSelector(storage.selector())
                .withResources(storage.resources())
                .withVolumeName(storage.volumeName())
                .withStorageClassName(storage.storageClassName())
                .withVolumeMode("".equals(storage.volumeMode()) ? null : storage.volumeMode())
                .withDataSource(storage.dataSource())
                .withDataSourceRef(storage.dataSourceRef())
                .build();
    }
}
