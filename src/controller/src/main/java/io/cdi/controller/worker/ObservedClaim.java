// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.api.pvc.Overhead;
import io.cdi.contract.Annotations;
import io.cdi.contract.CheckpointAnnotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.controller.cluster.ClusterView;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A claim to be filled, its pod, its scratch claim, and the pods of others that use the claim.
///
/// @param target of a prime: the claim that it is for
/// @param users names of pods, other than ours, that have the claim mounted
/// @param warning the last that another one has given about the claim
public record ObservedClaim(
        PersistentVolumeClaim claim,
        Optional<PersistentVolumeClaim> target,
        Optional<Pod> pod,
        Optional<PersistentVolumeClaim> scratch,
        List<String> users,
        Optional<Event> warning,
        ClusterView cluster,
        Instant now) {

    public ObservedClaim {
        users = List.copyOf(users);
    }

    public ObservedClaim withUsers(List<String> found) {
        return new ObservedClaim(claim, target, pod, scratch, found, warning, cluster, now);
    }

    public boolean isComplete() {
        return Facts.isFilled(claim) && !isBetweenStages();
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

    /// Whether it is filled in the place of another claim.
    public boolean isPrime() {
        return Facts.isAnnotated(claim, StateAnnotations.POPULATOR_KIND);
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

    public boolean isBlock() {
        return "Block".equals(claim.getSpec().getVolumeMode());
    }

    /// The share of a file system that its own bookkeeping takes, as a decimal fraction as people write it.
    public String overhead() {
        Overhead overhead = cluster.overhead(
                claim.getSpec().getStorageClassName(), claim.getSpec().getVolumeMode());
        BigDecimal share = BigDecimal.valueOf(overhead.share());
        return share.signum() == 0 ? "0" : share.stripTrailingZeros().toPlainString();
    }

    /// Whose progress it is: the DataVolume's, or the target's when the claim is a prime.
    public String ownerUid() {
        List<OwnerReference> owners = claim.getMetadata().getOwnerReferences();
        return owners.size() == 1 ? owners.getFirst().getUid() : Facts.uid(claim);
    }
}
