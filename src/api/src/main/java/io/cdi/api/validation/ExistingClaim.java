// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.validation;

import io.cdi.api.datavolume.DataVolume;
import io.cdi.contract.Annotations;
import io.cdi.contract.GoBoolean;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The claim that has a new DataVolume's name already, if any, and whether claims may be adopted in this
/// cluster.
public record ExistingClaim(@Nullable PersistentVolumeClaim claim, boolean adoptionByDefault) {
    boolean isFreeFor(DataVolume dataVolume) {
        return claim == null
                || dataVolume.getMetadata().getName().equals(annotations(claim).get(Annotations.POPULATED_FOR))
                || isOwnedByDataVolume(claim)
                || isAdoptionAllowed(dataVolume);
    }

    private boolean isAdoptionAllowed(DataVolume dataVolume) {
        var own = annotations(dataVolume).get(Annotations.ALLOW_CLAIM_ADOPTION);
        return own == null ? adoptionByDefault : GoBoolean.parse(own).orElse(false);
    }

    private static boolean isOwnedByDataVolume(PersistentVolumeClaim claim) {
        return Objects.requireNonNullElse(claim.getMetadata().getOwnerReferences(), List.<OwnerReference>of()).stream()
                .anyMatch(owner -> Boolean.TRUE.equals(owner.getController())
                        && owner.getKind().equals("DataVolume"));
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }
}
