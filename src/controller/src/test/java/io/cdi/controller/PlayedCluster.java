// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller;

import io.cdi.contract.Labels;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.TerminationMessage;
import io.cdi.controller.objects.Facts;
import io.fabric8.kubernetes.api.model.ContainerStatus;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// Plays what an API server alone lacks: a provisioner, the binding of volumes to claims, and a kubelet
/// whose pods end as the test says.
final class PlayedCluster implements AutoCloseable {

    /// Of a pod with the label `fails`, before it succeeds.
    static final int FAILURES = 3;

    private static final String FAILURE = "got 404";
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
                client.pods()
                        .inAnyNamespace()
                        .withLabelIn(Labels.COMPONENT, Labels.COMPONENT_IMPORTER, Labels.COMPONENT_UPLOAD_SERVER),
                this::run));
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
        if ("never".equals(claim.getSpec().getStorageClassName())
                || claim.getSpec().getDataSourceRef() != null
                || claim.getSpec().getVolumeName() != null) {
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
        boolean fails = Facts.labels(pod).containsKey("fails");
        if (phase.equals("Pending")) {
            status(pod, container("Running", running()));
        } else if (phase.equals("Running")
                && fails
                && pod.getStatus().getContainerStatuses().getFirst().getRestartCount() < FAILURES) {
            fail(pod, pod.getStatus().getContainerStatuses().getFirst());
        } else if (phase.equals("Running")) {
            TerminationMessage end = work.apply(pod);
            status(
                    pod,
                    container(
                            "Succeeded",
                            Map.of("terminated", Map.of("exitCode", 0, "reason", "Completed", "message", end.json()))));
        }
    }

    /// From running to waiting for another try, and from that to running again.
    private void fail(Pod pod, ContainerStatus worker) {
        int restarts = worker.getRestartCount();
        if (worker.getState().getRunning() != null) {
            status(pod, container("Running", restarts, Map.of("waiting", Map.of("reason", "CrashLoopBackOff"))));
        } else {
            awaitTold(pod);
            status(pod, container("Running", restarts + 1, running()));
        }
    }

    /// A kubelet's pause is long enough for anybody to see the failure.
    private void awaitTold(Pod pod) {
        client.persistentVolumeClaims()
                .inNamespace(Facts.namespace(pod))
                .withName(pod.getMetadata().getOwnerReferences().getFirst().getName())
                .waitUntilCondition(
                        claim -> FAILURE.equals(Facts.annotation(claim, StateAnnotations.RUNNING_MESSAGE)),
                        60,
                        TimeUnit.SECONDS);
    }

    private static Map<String, Object> running() {
        return Map.of("running", Map.of("startedAt", Instant.now().toString()));
    }

    private static Map<String, Object> container(String phase, Map<String, Object> state) {
        return container(phase, 0, state);
    }

    private static Map<String, Object> container(String phase, int restarts, Map<String, Object> state) {
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
                        state.containsKey("running"),
                        "restartCount",
                        restarts,
                        "lastState",
                        state.containsKey("waiting") || restarts > 0
                                ? Map.of("terminated", Map.of("exitCode", 1, "reason", "Error", "message", FAILURE))
                                : Map.of(),
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
