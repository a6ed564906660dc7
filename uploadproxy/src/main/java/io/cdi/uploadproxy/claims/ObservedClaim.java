// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy.claims;

import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Annotations;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.UploadAnnotations;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a claim says about its upload.
///
/// @param isPopulated filled by way of a prime claim (`VolumeUploadSource`)
/// @param prime the name of that
/// @param content the word of its content type, empty when it says none
/// @param service the name of its upload server's Service
record ObservedClaim(
        String uid,
        boolean isPopulated,
        Optional<String> prime,
        boolean isTarget,
        boolean isDone,
        boolean isReady,
        String content,
        String service) {

    private static final String POPULATOR = "VolumeUploadSource";
    private static final String SUCCEEDED = "Succeeded";

    static ObservedClaim of(PersistentVolumeClaim claim) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(claim.getMetadata().getAnnotations(), Map.of());
        String name = claim.getMetadata().getName();
        String pod = annotations.getOrDefault(UploadAnnotations.UPLOAD_POD_NAME, ObjectNames.uploadPod(name));
        return new ObservedClaim(
                claim.getMetadata().getUid(),
                claim.getSpec() != null
                        && claim.getSpec().getDataSourceRef() != null
                        && POPULATOR.equals(claim.getSpec().getDataSourceRef().getKind()),
                Optional.ofNullable(annotations.get(StateAnnotations.PVC_PRIME)).filter(text -> !text.isEmpty()),
                annotations.containsKey(UploadAnnotations.UPLOAD_TARGET),
                SUCCEEDED.equals(annotations.get(StateAnnotations.POD_PHASE)),
                "true".equals(annotations.get(StateAnnotations.POD_READY)),
                annotations.getOrDefault(Annotations.CONTENT_TYPE, ""),
                ObjectNames.uploadService(pod));
    }
}
