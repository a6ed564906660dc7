// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.populator;

import io.cdi.api.CdiApi;
import io.cdi.contract.Annotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A claim to be populated, its source and its prime.
///
/// @param progress percent of the running worker; empty when it is not known
/// @param pause when to ask for progress again
public record ObservedTarget(
        PersistentVolumeClaim target,
        Optional<PopulatorSource> source,
        Optional<PersistentVolumeClaim> prime,
        Optional<String> progress,
        Duration pause,
        ClusterView cluster) {

    /// What kind of source a claim refers to; empty for a claim that is not ours.
    public static Optional<PopulatorSource.Kind> sourceKind(PersistentVolumeClaim claim) {
        return reference(claim)
                .flatMap(reference -> Arrays.stream(PopulatorSource.Kind.values())
                        .filter(kind -> kind.name().equals(reference.getKind()))
                        .findFirst());
    }

    /// The name of the source of that kind; empty when the claim refers to none.
    public static Optional<String> sourceName(PersistentVolumeClaim claim, PopulatorSource.Kind kind) {
        return reference(claim)
                .filter(reference -> kind.name().equals(reference.getKind()))
                .map(TypedObjectReference::getName);
    }

    private static Optional<TypedObjectReference> reference(PersistentVolumeClaim claim) {
        TypedObjectReference reference =
                claim.getSpec() == null ? null : claim.getSpec().getDataSourceRef();
        return Optional.ofNullable(reference)
                .filter(found -> CdiApi.GROUP.equals(found.getApiGroup()) && found.getNamespace() == null);
    }

    PopulatorSource.Kind kind() {
        return sourceKind(target).orElse(PopulatorSource.Kind.VolumeImportSource);
    }

    /// A consumer has a node, or there is no need for one.
    boolean hasConsumer() {
        return Facts.isAnnotated(target, ForeignAnnotations.SELECTED_NODE)
                || Facts.isAnnotated(target, Annotations.BIND_IMMEDIATE_REQUESTED)
                || !cluster.waitsForFirstConsumer(target.getSpec().getStorageClassName());
    }
}
