// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.datavolume;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.api.datavolume.DataVolumePhase;
import io.cdi.api.datavolume.DataVolumeSpec;
import io.cdi.api.datavolume.Source;
import io.cdi.api.datavolume.UploadSource;
import io.cdi.contract.Annotations;
import io.cdi.contract.GoBoolean;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Optional;

/// A DataVolume and what there is of it.
///
/// @param source what the claim refers to to be populated
/// @param prime what the claim is populated through
/// @param volumes those that may be of interest: looked for only when a static volume or no class is
/// asked for
/// @param progress percent of a worker that fills the claim itself
public record ObservedDataVolume(
        DataVolume dataVolume,
        Optional<PersistentVolumeClaim> claim,
        Optional<PersistentVolumeClaim> prime,
        Optional<? extends HasMetadata> source,
        List<PersistentVolume> volumes,
        Optional<String> progress,
        ClusterView cluster) {

    public ObservedDataVolume {
        volumes = List.copyOf(volumes);
    }

    public String name() {
        return Facts.name(dataVolume);
    }

    public DataVolumePhase phase() {
        return DataVolumePhase.of(dataVolume.getStatus());
    }

    /// The source, when there is just one.
    public Optional<Source> wantedSource() {
        return Optional.ofNullable(dataVolume.getSpec().source()).flatMap(source -> source.only());
    }

    public boolean isUpload() {
        return wantedSource().orElse(null) instanceof UploadSource;
    }

    /// Whether the claim says itself what it is filled from: by its provisioner, or by a populator of others.
    public boolean isExternal() {
        DataVolumeSpec spec = dataVolume.getSpec();
        return spec.source() == null && spec.sourceRef() == null && spec.isExternallyPopulated();
    }

    /// The claim while it is of use.
    public Optional<PersistentVolumeClaim> livingClaim() {
        return claim.filter(found -> !Facts.isDeleting(found));
    }

    /// Whether the claim is filled by a prime: it refers to a source, and was made so.
    public boolean isPopulated(PersistentVolumeClaim found) {
        return found.getSpec().getDataSourceRef() != null && Facts.says(found, Annotations.USE_POPULATOR);
    }

    /// Whether the claim has its content. One that others fill is bound only then.
    public boolean isFilled(PersistentVolumeClaim found) {
        return Facts.isFilled(found) || (isExternal() && Facts.isBound(found));
    }

    /// Whether anything is left to fill: neither adopted nor restored.
    public boolean needsWork(PersistentVolumeClaim found) {
        return !name().equals(Facts.annotation(found, Annotations.POPULATED_FOR)) && !isAdoptable(found);
    }

    /// Whether a claim that was there before may become the DataVolume's.
    public boolean isAdoptable(PersistentVolumeClaim found) {
        if (Facts.uid(dataVolume).equals(Facts.annotation(found, StateAnnotations.CREATED_FOR_DATA_VOLUME))) {
            return false;
        }
        String wish = Facts.annotation(dataVolume, Annotations.ALLOW_CLAIM_ADOPTION);
        return wish == null
                ? cluster.hasFeature(ClusterView.CLAIM_ADOPTION)
                : GoBoolean.parse(wish).orElse(false);
    }
}
