// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.ImportProxy;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.ImportAnnotations;
import io.cdi.contract.Mounts;
import io.cdi.contract.SourceType;
import io.cdi.contract.VolumeNames;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The volumes of an importer pod, and where its container finds them.
public record PodVolumes(List<Volume> volumes, List<VolumeMount> mounts, List<VolumeDevice> devices) {

    static PodVolumes of(ObservedImport seen) {
        PodVolumes all = common(seen);
        if (seen.isNodePull()) {
            all.mounted(
                    new VolumeBuilder()
                            .withName(VolumeNames.SHARED)
                            .withNewEmptyDir()
                            .endEmptyDir(),
                    Mounts.SHARED);
        }
        if (seen.source() != SourceType.BLANK) {
            all.access(seen);
        }
        return all;
    }

    /// @param identity the Secret with the server's certificate
    public static PodVolumes ofUpload(ObservedImport seen, String identity) {
        PodVolumes all = common(seen);
        all.mounted(secret(VolumeNames.UPLOAD_TLS, identity), Mounts.UPLOAD_TLS);
        return all;
    }

    /// What every worker has.
    private static PodVolumes common(ObservedImport seen) {
        PodVolumes all = new PodVolumes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        all.target(seen);
        all.mounted(
                new VolumeBuilder()
                        .withName(VolumeNames.TEMPORARY)
                        .withNewEmptyDir()
                        .endEmptyDir(),
                Mounts.TEMPORARY);
        if (seen.needsScratch()) {
            all.mounted(claim(VolumeNames.SCRATCH, ObjectNames.scratchClaim(Facts.name(seen.claim()))), Mounts.SCRATCH);
        }
        return all;
    }

    private void target(ObservedImport seen) {
        VolumeBuilder claim = claim(VolumeNames.DATA, Facts.name(seen.claim()));
        if (seen.isBlock()) {
            volumes.add(claim.build());
            devices.add(new VolumeDevice(Mounts.BLOCK_DEVICE, VolumeNames.DATA));
        } else {
            mounted(claim, Mounts.DATA);
        }
    }

    private void access(ObservedImport seen) {
        String certificates = Facts.filledAnnotation(seen.claim(), ImportAnnotations.CERT_CONFIG_MAP);
        if (certificates != null) {
            mounted(configMap(VolumeNames.CERTS, certificates), Mounts.CERTS);
        }
        if (proxyAuthority(seen).isPresent()) {
            String copy = ObjectNames.proxyCaConfigMap(Facts.name(seen.claim()));
            mounted(configMap(VolumeNames.PROXY_CERTS, copy), Mounts.PROXY_CERTS);
        }
        String secret = Facts.filledAnnotation(seen.claim(), ImportAnnotations.SECRET_NAME);
        if (secret != null && seen.source() == SourceType.GCS) {
            mounted(secret(VolumeNames.SECRET, secret), Mounts.GOOGLE);
        }
        for (int i = 0; ; i++) {
            String header = Facts.filledAnnotation(seen.claim(), ImportAnnotations.SECRET_EXTRA_HEADER_PREFIX + i);
            if (header == null) {
                return;
            }
            mounted(secret(VolumeNames.SECRET_EXTRA_HEADERS_PREFIX + i, header), Mounts.EXTRA_HEADERS + "/" + i);
        }
    }

    /// The ConfigMap with the proxy's certificates, which are copied to where the pod is.
    static Optional<String> proxyAuthority(ObservedImport seen) {
        return seen.cluster()
                .settings()
                .map(CDIConfigStatus::importProxy)
                .map(ImportProxy::trustedCAProxy)
                .filter(name -> !name.isEmpty());
    }

    private void mounted(VolumeBuilder volume, String path) {
        volumes.add(volume.build());
        mounts.add(new VolumeMountBuilder()
                .withName(volume.getName())
                .withMountPath(path)
                .build());
    }

    private static VolumeBuilder claim(String name, String claim) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim();
    }

    private static VolumeBuilder configMap(String name, String configMap) {
        return new VolumeBuilder()
                .withName(name)
                .withNewConfigMap()
                .withName(configMap)
                .endConfigMap();
    }

    private static VolumeBuilder secret(String name, String secret) {
        return new VolumeBuilder()
                .withName(name)
                .withNewSecret()
                .withSecretName(secret)
                .endSecret();
    }
}
