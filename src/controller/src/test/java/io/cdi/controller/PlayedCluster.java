// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.contract.Labels;
import io.cdi.contract.TerminationMessage;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// Plays what an API server alone lacks: a provisioner, the binding of volumes to claims, and a kubelet
/// whose pods end as the test says.
final class PlayedCluster implements AutoCloseable {

    private static final int ATTEMPTS = 10;
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Function<Pod, TerminationMessage> work;
    private final ExecutorService players = Executors.newVirtualThreadPerTaskExecutor();
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

    /// @param work how a worker ends
    PlayedCluster(KubernetesClient client, Function<Pod, TerminationMessage> work) {
        this.client = client;
        this.work = work;
        informers.add(played(client.persistentVolumeClaims().inAnyNamespace(), this::provision));
        informers.add(played(client.persistentVolumes(), this::bind));
        informers.add(played(
                client.pods().inAnyNamespace().withLabel(Labels.COMPONENT, Labels.COMPONENT_IMPORTER), this::run));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> played(Informable<T> kind, Consumer<T> part) {
        return kind.inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                players.execute(() -> play(part, object));
            }

            @Override
            public void onUpdate(T before, T after) {
                players.execute(() -> play(part, after));
            }

            @Override
            public void onDelete(T object, boolean stateUnknown) {}
        });
    }

    /// An object that has gone or changed in between is played again by the next event; a server that did not
    /// answer in time is asked again.
    private static <T> void play(Consumer<T> part, T object) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                part.accept(object);
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    return;
                }
            }
        }
    }

    private void provision(PersistentVolumeClaim claim) {
        if (claim.getSpec().getDataSourceRef() != null || claim.getSpec().getVolumeName() != null) {
            return;
        }
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pv-" + Facts.uid(claim))
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes(claim.getSpec().getAccessModes())
                        .withCapacity(claim.getSpec().getResources().getRequests())
                        .withStorageClassName(claim.getSpec().getStorageClassName())
                        .withNewHostPath("/nowhere", null)
                        .withNewClaimRef()
                        .withKind("PersistentVolumeClaim")
                        .withNamespace(Facts.namespace(claim))
                        .withName(Facts.name(claim))
                        .withUid(Facts.uid(claim))
                        .endClaimRef()
                        .endSpec()
                        .build())
                .create();
    }

    private void bind(PersistentVolume volume) {
        ObjectReference reference = volume.getSpec().getClaimRef();
        PersistentVolumeClaim claim = client.persistentVolumeClaims()
                .inNamespace(reference.getNamespace())
                .withName(reference.getName())
                .get();
        if (claim == null || !Facts.uid(claim).equals(reference.getUid()) || Facts.isBound(claim)) {
            return;
        }
        client.resource(claim)
                .patch(
                        MERGE,
                        client.getKubernetesSerialization()
                                .asJson(Map.of("spec", Map.of("volumeName", Facts.name(volume)))));
        status(claim, Map.of("phase", "Bound"));
    }

    private void run(Pod pod) {
        String phase = pod.getStatus().getPhase();
        if (phase.equals("Pending")) {
            status(pod, container("Running", Map.of("running", Map.of("startedAt", "2026-01-01T00:00:00Z"))));
        } else if (phase.equals("Running")) {
            TerminationMessage end = work.apply(pod);
            status(
                    pod,
                    container(
                            "Succeeded",
                            Map.of("terminated", Map.of("exitCode", 0, "reason", "Completed", "message", end.json()))));
        }
    }

    private static Map<String, Object> container(String phase, Map<String, Object> state) {
        return Map.of(
                "phase",
                phase,
                "containerStatuses",
                List.of(Map.of(
                        "name",
                        "importer",
                        "image",
                        "i",
                        "imageID",
                        "i",
                        "ready",
                        false,
                        "restartCount",
                        0,
                        "state",
                        state)));
    }

    private void status(HasMetadata object, Map<String, Object> status) {
        client.resource(object)
                .subresource("status")
                .patch(MERGE, client.getKubernetesSerialization().asJson(Map.of("status", status)));
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
        players.shutdownNow();
    }
}
