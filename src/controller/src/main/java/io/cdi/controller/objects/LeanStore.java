// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/// A cache's objects without the record of who has set which field: often half of an object, and read by
/// nobody here.
public final class LeanStore<T extends HasMetadata> extends BasicItemStore<T> {

    public LeanStore() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public T put(String key, T object) {
        object.getMetadata().setManagedFields(null);
        return super.put(key, object);
    }
}
