// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Annotations;
import io.cdi.contract.CheckpointAnnotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.ImportAnnotations;
import io.cdi.contract.NodePull;
import io.cdi.contract.SourceType;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A claim to be filled, its pod, its scratch claim, and the pods of others that use the claim.
///
/// @param target of a prime: the claim that it is for
/// @param users names of pods, other than ours, that have the claim mounted
/// @param warning the last that another one has given about the claim
public record ObservedImport(
        PersistentVolumeClaim claim,
        Optional<PersistentVolumeClaim> target,
        Optional<Pod> pod,
        Optional<PersistentVolumeClaim> scratch,
        List<String> users,
        Optional<Event> warning,
        ClusterView cluster,
        Instant now) {

    private static final String SUCCEEDED = "Succeeded";

    public ObservedImport {
        users = List.copyOf(users);
    }

    public ObservedImport withUsers(List<String> found) {
        return new ObservedImport(claim, target, pod, scratch, found, warning, cluster, now);
    }

    /// Whether a claim is one for an importer pod at all.
    public static boolean isImport(PersistentVolumeClaim claim) {
        return (Facts.isAnnotated(claim, ImportAnnotations.SOURCE)
                        || Facts.isAnnotated(claim, ImportAnnotations.ENDPOINT))
                && !Facts.isAnnotated(claim, StateAnnotations.EXTERNAL_POPULATION);
    }

    public boolean isComplete() {
        return SUCCEEDED.equals(Facts.annotation(claim, StateAnnotations.POD_PHASE)) && !isBetweenStages();
    }

    public boolean isHopeless() {
        return Facts.says(claim, StateAnnotations.FATAL_ERROR);
    }

    private boolean isBetweenStages() {
        return Facts.isAnnotated(claim, CheckpointAnnotations.CURRENT)
                && !Facts.isAnnotated(claim, CheckpointAnnotations.DONE);
    }

    /// Whether a pod is of use now. Where a volume comes without one, the pod would only be refused by
    /// the scheduler until it is there; where the first consumer decides on the place, that is somebody
    /// else, unless the user said otherwise.
    public boolean mayStart() {
        if (Facts.isBound(claim)) {
            return true;
        }
        boolean pulls = Facts.isAnnotated(claim, Annotations.BIND_IMMEDIATE_REQUESTED)
                || !cluster.hasFeature(ClusterView.HONOR_WAIT_FOR_FIRST_CONSUMER);
        return cluster.waitsForFirstConsumer(claim.getSpec().getStorageClassName())
                && pulls
                && !Facts.isAnnotated(claim, ForeignAnnotations.SELECTED_NODE);
    }

    public boolean isRetained() {
        return Facts.says(claim, Annotations.RETAIN_AFTER_COMPLETION) && !needsScratch() && !needsDirectIo();
    }

    /// The engine streams: scratch space is mounted only after it has asked for it.
    public boolean needsScratch() {
        return Facts.says(claim, StateAnnotations.REQUIRES_SCRATCH);
    }

    public boolean needsDirectIo() {
        return Facts.says(claim, StateAnnotations.REQUIRES_DIRECT_IO);
    }

    public String podName() {
        return podName(claim);
    }

    public static String podName(PersistentVolumeClaim claim) {
        String name = Facts.annotation(claim, StateAnnotations.IMPORT_POD_NAME);
        return name == null ? ObjectNames.importerPod(Facts.name(claim)) : name;
    }

    public boolean isNodePull() {
        return source() == SourceType.REGISTRY
                && NodePull.METHOD.equals(Facts.annotation(claim, ImportAnnotations.REGISTRY_IMPORT_METHOD));
    }

    public SourceType source() {
        return Optional.ofNullable(Facts.annotation(claim, ImportAnnotations.SOURCE))
                .flatMap(SourceType::of)
                .orElse(SourceType.HTTP);
    }

    public boolean isBlock() {
        return "Block".equals(claim.getSpec().getVolumeMode());
    }
}
