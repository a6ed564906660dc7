// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.worker;

import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Mounts;
import io.cdi.contract.VolumeNames;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/// The volumes of a worker pod, and where its container finds them. Each kind of worker adds its own to what all have.
public record WorkerVolumes(List<Volume> volumes, List<VolumeMount> mounts, List<VolumeDevice> devices) {

    /// What every worker has: its target, a place for temporary files, and scratch space when it has asked for it.
    public static WorkerVolumes of(ObservedClaim seen) {
        WorkerVolumes all = new WorkerVolumes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        VolumeBuilder target = claim(VolumeNames.DATA, Facts.name(seen.claim()));
        if (seen.isBlock()) {
            all.volumes.add(target.build());
            all.devices.add(new VolumeDevice(Mounts.BLOCK_DEVICE, VolumeNames.DATA));
        } else {
            all.mount(target, Mounts.DATA);
        }
        all.empty(VolumeNames.TEMPORARY, Mounts.TEMPORARY);
        if (seen.needsScratch()) {
            all.mount(claim(VolumeNames.SCRATCH, ObjectNames.scratchClaim(Facts.name(seen.claim()))), Mounts.SCRATCH);
        }
        return all;
    }

    public WorkerVolumes empty(String name, String path) {
        return mount(new VolumeBuilder().withName(name).withNewEmptyDir().endEmptyDir(), path);
    }

    public WorkerVolumes configMap(String name, String configMap, String path) {
        return mount(
                new VolumeBuilder()
                        .withName(name)
                        .withNewConfigMap()
                        .withName(configMap)
                        .endConfigMap(),
                path);
    }

    public WorkerVolumes secret(String name, String secret, String path) {
        return mount(
                new VolumeBuilder()
                        .withName(name)
                        .withNewSecret()
                        .withSecretName(secret)
                        .endSecret(),
                path);
    }

    private static VolumeBuilder claim(String name, String claim) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim();
    }

    private WorkerVolumes mount(VolumeBuilder volume, String path) {
        volumes.add(volume.build());
        mounts.add(new VolumeMountBuilder()
                .withName(volume.getName())
                .withMountPath(path)
                .build());
        return this;
    }
}
