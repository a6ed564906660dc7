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
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.WorkerVolumes;
import java.util.Optional;

/// What an importer pod mounts besides what every worker has: what it needs to come to its source.
final class ImporterVolumes {

    private ImporterVolumes() {}

    static WorkerVolumes of(ObservedClaim seen) {
        WorkerVolumes volumes = WorkerVolumes.of(seen);
        if (SourceAnnotations.isNodePull(seen.claim())) {
            volumes.empty(VolumeNames.SHARED, Mounts.SHARED);
        }
        if (SourceAnnotations.typeOf(seen.claim()) != SourceType.BLANK) {
            addAccess(volumes, seen);
        }
        return volumes;
    }

    private static void addAccess(WorkerVolumes volumes, ObservedClaim seen) {
        String certificates = Facts.filledAnnotation(seen.claim(), ImportAnnotations.CERT_CONFIG_MAP);
        if (certificates != null) {
            volumes.configMap(VolumeNames.CERTS, certificates, Mounts.CERTS);
        }
        if (proxyAuthority(seen).isPresent()) {
            String copy = ObjectNames.proxyCaConfigMap(Facts.name(seen.claim()));
            volumes.configMap(VolumeNames.PROXY_CERTS, copy, Mounts.PROXY_CERTS);
        }
        String secret = Facts.filledAnnotation(seen.claim(), ImportAnnotations.SECRET_NAME);
        if (secret != null && SourceAnnotations.typeOf(seen.claim()) == SourceType.GCS) {
            volumes.secret(VolumeNames.SECRET, secret, Mounts.GOOGLE);
        }
        for (int i = 0; ; i++) {
            String header = Facts.filledAnnotation(seen.claim(), ImportAnnotations.SECRET_EXTRA_HEADER_PREFIX + i);
            if (header == null) {
                return;
            }
            volumes.secret(VolumeNames.SECRET_EXTRA_HEADERS_PREFIX + i, header, Mounts.EXTRA_HEADERS + "/" + i);
        }
    }

    /// The ConfigMap with the proxy's certificates, which are copied to where the pod is.
    static Optional<String> proxyAuthority(ObservedClaim seen) {
        return seen.cluster()
                .settings()
                .map(CDIConfigStatus::importProxy)
                .map(ImportProxy::trustedCAProxy)
                .filter(name -> !name.isEmpty());
    }
}
