// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.cdi.controller.importer.ImportRule;
import io.cdi.controller.populator.ObservedTarget;
import io.cdi.controller.upload.UploadRule;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;

/// The part that a claim plays.
enum ClaimRole {
    /// Refers to a source; filled through a prime.
    TARGET,
    /// Filled by an importer pod: a prime, the claim of a DataVolume, or one that a user has annotated.
    IMPORT,
    /// Filled by an upload pod.
    UPLOAD,
    /// None of ours.
    STRANGER;

    static ClaimRole of(PersistentVolumeClaim claim) {
        if (ObservedTarget.sourceKind(claim).isPresent()) {
            return TARGET;
        }
        if (UploadRule.isUpload(claim)) {
            return UPLOAD;
        }
        return ImportRule.isImport(claim) ? IMPORT : STRANGER;
    }
}
