// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.api.pvc.Overhead;
import io.cdi.contract.Annotations;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.TreeMap;

/// The scratch claim of a worker pod: as large as the disk that the target can hold, on a file
/// system, and gone with the pod.
public final class ScratchClaim {

    private static final String KUBEVIRT = "kubevirt.io/";

    private ScratchClaim() {}

    public static PersistentVolumeClaim of(ObservedClaim seen, Pod pod, Installation installation) {
        String targetClass = seen.claim().getSpec().getStorageClassName();
        String scratchClass = seen.cluster().scratchClass(targetClass).orElse(null);
        Quantity request = Facts.requestedSize(seen.claim());
        long bytes = Overhead.scratchBytes(
                Quantity.getAmountInBytes(request).longValue(),
                seen.cluster().overhead(targetClass, seen.claim().getSpec().getVolumeMode()),
                seen.cluster().overhead(scratchClass, null));
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(seen.claim()))
                .withName(ObjectNames.scratchClaim(Facts.name(seen.claim())))
                .withLabels(installation.helperLabels())
                .withAnnotations(annotations(seen))
                .withOwnerReferences(ControllerReference.to(pod))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(scratchClass)
                .withNewResources()
                .addToRequests("storage", new Quantity(String.valueOf(bytes)))
                .endResources()
                .endSpec()
                .build();
    }

    private static Map<String, String> annotations(ObservedClaim seen) {
        Map<String, String> annotations = new TreeMap<>();
        Facts.annotations(seen.claim()).forEach((key, value) -> {
            boolean foreign = key.contains(KUBEVIRT) && !key.contains(Annotations.PREFIX);
            boolean node = key.equals(ForeignAnnotations.SELECTED_NODE) && seen.isPrime();
            if (foreign || node) {
                annotations.put(key, value);
            }
        });
        return annotations;
    }
}
