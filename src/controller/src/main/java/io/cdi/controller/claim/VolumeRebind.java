// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.claim;

import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.HashMap;
import java.util.Map;

/// Gives the volume of one claim to another.
final class VolumeRebind {

    private final KubernetesClient client;

    VolumeRebind(KubernetesClient client) {
        this.client = client;
    }

    /// Done when the volume is the target's already.
    void give(PersistentVolumeClaim prime, PersistentVolumeClaim target) {
        String name = prime.getSpec().getVolumeName();
        PersistentVolume volume = client.persistentVolumes().withName(name).get();
        ObjectReference claim = volume == null ? null : volume.getSpec().getClaimRef();
        if (claim == null) {
            throw new IllegalStateException("rebind PV " + name + ": it is not there, or bound to no claim");
        }
        if (Facts.uid(target).equals(claim.getUid())) {
            return;
        }
        if (!Facts.uid(prime).equals(claim.getUid())) {
            throw new IllegalStateException("rebind PV " + name + ": PV " + name + " bound to unexpected claim "
                    + claim.getNamespace() + "/" + claim.getName());
        }
        Map<String, Object> reference = new HashMap<>();
        reference.put("namespace", Facts.namespace(target));
        reference.put("name", Facts.name(target));
        reference.put("uid", Facts.uid(target));
        reference.put("resourceVersion", target.getMetadata().getResourceVersion());
        String patch = client.getKubernetesSerialization()
                .asJson(Map.of(
                        "metadata",
                        Map.of("resourceVersion", volume.getMetadata().getResourceVersion()),
                        "spec",
                        Map.of("claimRef", reference)));
        client.resource(volume).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }
}
