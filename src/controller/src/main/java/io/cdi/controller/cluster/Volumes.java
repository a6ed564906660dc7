// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The PersistentVolumes of a cluster. Only volumes that people have made by hand are of interest, and most
/// clusters have none, but many of the other kind: so they are watched from the first question on.
final class Volumes implements AutoCloseable {

    private final KubernetesClient client;
    private final Predicate<String> isByHand;
    private final Runnable changed;
    private @Nullable SharedIndexInformer<PersistentVolume> informer;

    /// @param isByHand whether the volumes of a class are made by hand
    /// @param changed called when such a volume comes, goes, or becomes available; must not block
    Volumes(KubernetesClient client, Predicate<String> isByHand, Runnable changed) {
        this.client = client;
        this.isByHand = isByHand;
        this.changed = changed;
    }

    synchronized List<PersistentVolume> list() {
        if (informer == null) {
            informer = client.persistentVolumes().inform(new Interested());
        }
        return informer.getStore().list();
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            informer.stop();
        }
    }

    private final class Interested implements ResourceEventHandler<PersistentVolume> {
        @Override
        public void onAdd(PersistentVolume volume) {
            tell(volume);
        }

        @Override
        public void onUpdate(PersistentVolume before, PersistentVolume after) {
            if (!Objects.equals(phase(before), phase(after))) {
                tell(after);
            }
        }

        @Override
        public void onDelete(PersistentVolume volume, boolean stateUnknown) {
            tell(volume);
        }

        private void tell(PersistentVolume volume) {
            if (isByHand.test(
                    Optional.ofNullable(volume.getSpec().getStorageClassName()).orElse(""))) {
                changed.run();
            }
        }

        private static Optional<String> phase(PersistentVolume volume) {
            return Optional.ofNullable(volume.getStatus()).map(status -> status.getPhase());
        }
    }
}
