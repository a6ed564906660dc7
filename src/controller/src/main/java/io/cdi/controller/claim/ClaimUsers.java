// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.fabric8.kubernetes.api.model.Pod;

/// Pods that use a claim.
final class ClaimUsers {

    private ClaimUsers() {}

    static boolean uses(Pod pod, String claim) {
        String phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        return !phase.equals("Succeeded")
                && !phase.equals("Failed")
                && pod.getSpec().getVolumes().stream()
                        .anyMatch(volume -> volume.getPersistentVolumeClaim() != null
                                && claim.equals(
                                        volume.getPersistentVolumeClaim().getClaimName()));
    }
}
