// SPDX-License-Identifier: Apache-2.0
package io.cdi.e2e;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Watchable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Sees all that ever was in a namespace, from its beginning on: what came and went is known too.
final class Witness implements AutoCloseable {

    private final Map<String, String> podNames = new LinkedHashMap<>();
    private final Map<String, PersistentVolumeClaim> claims = new LinkedHashMap<>();
    private final List<String> phases = new ArrayList<>();
    private final Map<String, Long> moments = new HashMap<>();
    private final List<Watch> watches;

    Witness(TestNamespace namespace) {
        watches = List.of(
                watch(namespace.client().pods(), this::notePod),
                watch(namespace.client().persistentVolumeClaims(), this::noteClaim),
                watch(namespace.client().genericKubernetesResources(TestVolume.KIND), this::notePhase));
    }

    /// The names of all importer pods; one that was made anew is another pod.
    synchronized List<String> importers() {
        return podNames.values().stream()
                .filter(name -> name.startsWith("importer-"))
                .toList();
    }

    synchronized List<String> claims() {
        return claims.values().stream()
                .map(claim -> claim.getMetadata().getName())
                .toList();
    }

    /// The scratch claims, as they were last.
    synchronized List<PersistentVolumeClaim> scratchClaims() {
        return claims.values().stream()
                .filter(claim -> claim.getMetadata().getName().endsWith("-scratch"))
                .toList();
    }

    /// The phases that the DataVolume of the namespace went through.
    synchronized List<String> phases() {
        return List.copyOf(phases);
    }

    /// When something was first seen, by [System#nanoTime()]: `bound` the first claim, `running` the first container,
    /// and each phase of the DataVolume.
    synchronized OptionalLong firstSeen(String what) {
        Long moment = moments.get(what);
        return moment == null ? OptionalLong.empty() : OptionalLong.of(moment);
    }

    private synchronized void notePod(Pod pod) {
        podNames.put(pod.getMetadata().getUid(), pod.getMetadata().getName());
        boolean started = pod.getStatus().getContainerStatuses().stream()
                .anyMatch(container -> container.getState().getWaiting() == null);
        if (started) {
            moments.putIfAbsent("running", System.nanoTime());
        }
    }

    private synchronized void noteClaim(PersistentVolumeClaim claim) {
        claims.put(claim.getMetadata().getUid(), claim);
        if ("Bound".equals(claim.getStatus().getPhase())) {
            moments.putIfAbsent("bound", System.nanoTime());
        }
    }

    private synchronized void notePhase(GenericKubernetesResource volume) {
        String phase = TestVolume.phase(volume);
        if (phase.equals("Succeeded")
                && !TestVolume.condition(volume, "Bound").status().equals("True")) {
            phase = "Succeeded before it is bound";
        }
        if (!phase.isEmpty() && (phases.isEmpty() || !phases.getLast().equals(phase))) {
            phases.add(phase);
            moments.putIfAbsent(phase, System.nanoTime());
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
