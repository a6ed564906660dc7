// SPDX-License-Identifier: Apache-2.0
package io.cdi.serving;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import org.jspecify.annotations.Nullable;

/// The store of a watch on all claims of a cluster, of which there are many: it keeps names, UIDs, annotations, owners
/// and data sources.
public final class SlimClaims extends BasicItemStore<PersistentVolumeClaim> {

    public SlimClaims() {
        super(Cache::metaNamespaceKeyFunc);
    }

    private static PersistentVolumeClaim slim(PersistentVolumeClaim claim) {
        PersistentVolumeClaimSpec spec = claim.getSpec();
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(claim.getMetadata().getName())
                .withNamespace(claim.getMetadata().getNamespace())
                .withUid(claim.getMetadata().getUid())
                .withResourceVersion(claim.getMetadata().getResourceVersion())
                .withAnnotations(claim.getMetadata().getAnnotations())
                .withOwnerReferences(claim.getMetadata().getOwnerReferences())
                .endMetadata()
                .withNewSpec()
                .withDataSourceRef(spec == null ? null : spec.getDataSourceRef())
                .endSpec()
                .build();
    }

    @Override
    public @Nullable PersistentVolumeClaim put(String key, PersistentVolumeClaim claim) {
        return super.put(key, slim(claim));
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
