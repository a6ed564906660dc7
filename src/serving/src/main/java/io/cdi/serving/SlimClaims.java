// SPDX-License-Identifier: Apache-2.0
package io.cdi.serving;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The store of a watch on all claims of a cluster, of which there are many: it keeps names, UIDs, annotations, owners
/// and data sources.
public final class SlimClaims implements ItemStore<PersistentVolumeClaim> {

    private final Map<String, PersistentVolumeClaim> claims = new ConcurrentHashMap<>();

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
    public String getKey(PersistentVolumeClaim claim) {
        return Cache.metaNamespaceKeyFunc(claim);
    }

    @Override
    public @Nullable PersistentVolumeClaim put(String key, PersistentVolumeClaim claim) {
        return claims.put(key, slim(claim));
    }

    @Override
    public @Nullable PersistentVolumeClaim remove(String key) {
        return claims.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return claims.keySet().stream();
    }

    @Override
    public Stream<PersistentVolumeClaim> values() {
        return claims.values().stream();
    }

    @Override
    public int size() {
        return claims.size();
    }

    @Override
    public @Nullable PersistentVolumeClaim get(String key) {
        return claims.get(key);
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
