// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.cdi.controller.importer.ObservedImport;
import io.cdi.controller.populator.ObservedTarget;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;

/// The part that a claim plays.
enum ClaimRole {
    /// Refers to a VolumeImportSource; filled through a prime.
    TARGET,
    /// Filled by an importer pod: a prime, the claim of a DataVolume, or one that a user has annotated.
    IMPORT,
    /// None of ours.
    STRANGER;

    static ClaimRole of(PersistentVolumeClaim claim) {
        if (ObservedTarget.sourceName(claim).isPresent()) {
            return TARGET;
        }
        return ObservedImport.isImport(claim) ? IMPORT : STRANGER;
    }
}
