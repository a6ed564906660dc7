// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.names;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

/// How an object names the one that it was made for, and goes with.
public final class ControllerReference {

    private ControllerReference() {}

    /// @param owner as the API server knows it
    public static OwnerReference to(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
