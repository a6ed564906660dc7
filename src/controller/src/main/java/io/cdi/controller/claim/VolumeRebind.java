// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;

/// Gives the volume of one claim to another.
final class VolumeRebind {

    private static final String CLAIM = "/spec/claimRef";

    private final KubernetesClient client;

    VolumeRebind(KubernetesClient client) {
        this.client = client;
    }

    /// Done when the volume is the target's already.
    void give(PersistentVolumeClaim prime, PersistentVolumeClaim target) {
        String name = prime.getSpec().getVolumeName();
        // An object at hand, even an empty one, spares a look before the patch.
        Resource<PersistentVolume> volume = client.resource(new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build());
        Map<String, String> reference = Map.of(
                "apiVersion", "v1",
                "kind", "PersistentVolumeClaim",
                "namespace", Facts.namespace(target),
                "name", Facts.name(target),
                "uid", Facts.uid(target),
                "resourceVersion", target.getMetadata().getResourceVersion());
        List<Map<String, Object>> patch = List.of(
                Map.of("op", "test", "path", CLAIM + "/uid", "value", Facts.uid(prime)),
                Map.of("op", "replace", "path", CLAIM, "value", reference));
        try {
            volume.patch(
                    PatchContext.of(PatchType.JSON),
                    client.getKubernetesSerialization().asJson(patch));
        } catch (KubernetesClientException e) {
            PersistentVolume found = volume.get();
            ObjectReference claim = found == null ? null : found.getSpec().getClaimRef();
            if (claim == null) {
                throw new IllegalStateException("rebind PV " + name + ": it is not there, or bound to no claim", e);
            }
            if (Facts.uid(prime).equals(claim.getUid())) {
                throw e;
            }
            if (!Facts.uid(target).equals(claim.getUid())) {
                throw new IllegalStateException(
                        "rebind PV " + name + ": PV " + name + " bound to unexpected claim " + claim.getNamespace()
                                + "/" + claim.getName(),
                        e);
            }
        }
    }
}
