// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Sees all that ever was in a namespace, from its beginning on: what came and went is known too.
final class Witness implements AutoCloseable {

    private final Map<String, String> podNames = new LinkedHashMap<>();
    private final Map<String, String> claimNames = new LinkedHashMap<>();
    private final List<String> phases = new ArrayList<>();
    private final List<Watch> watches;

    Witness(TestNamespace namespace) {
        watches = List.of(
                watch(namespace.client().pods(), pod -> note(podNames, pod)),
                watch(namespace.client().persistentVolumeClaims(), claim -> note(claimNames, claim)),
                watch(namespace.client().genericKubernetesResources(TestVolume.KIND), this::notePhase));
    }

    /// The names of all importer pods; one that was made anew is another pod.
    synchronized List<String> importers() {
        return podNames.values().stream()
                .filter(name -> name.startsWith("importer-"))
                .toList();
    }

    synchronized List<String> claims() {
        return List.copyOf(claimNames.values());
    }

    /// The phases that the DataVolume of the namespace went through.
    synchronized List<String> phases() {
        return List.copyOf(phases);
    }

    private synchronized void note(Map<String, String> names, HasMetadata object) {
        names.put(object.getMetadata().getUid(), object.getMetadata().getName());
    }

    private synchronized void notePhase(GenericKubernetesResource volume) {
        String phase = TestVolume.phase(volume);
        if (phase.equals("Succeeded")
                && !TestVolume.condition(volume, "Bound").status().equals("True")) {
            phase = "Succeeded before it is bound";
        }
        if (!phase.isEmpty() && (phases.isEmpty() || !phases.getLast().equals(phase))) {
            phases.add(phase);
        }
    }

    private static <T> Watch watch(Watchable<T> objects, Consumer<T> seen) {
        return objects.watch(new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                seen.accept(object);
            }

            @Override
            public void onClose(WatcherException cause) {
                throw new AssertionError("the witness sees nothing any more", cause);
            }
        });
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
