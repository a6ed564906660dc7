// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator;

import static io.cdi.contract.Labels.COMPONENT;
import static io.cdi.contract.Labels.COMPONENT_CLONE_SOURCE;
import static io.cdi.contract.Labels.COMPONENT_IMPORTER;
import static io.cdi.contract.Labels.COMPONENT_UPLOAD_SERVER;

import io.cdi.api.install.CDI;
import io.cdi.operator.plan.InstallationPlan;
import io.cdi.operator.plan.Observed;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Takes an installation away: first the controller with its pods, so that nothing makes workers any
/// more, then the workers in all namespaces, then all that belongs to the CDI object, the kinds (and
/// with them all DataVolumes) last.
final class Uninstallation {

    private final KubernetesClient client;
    private final String namespace;

    Uninstallation(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /// Goes on as far as it can.
    ///
    /// @return what has to happen before it can go on, when it is to be called again; empty when all is done
    Optional<String> proceed(CDI cdi, Collection<HasMetadata> managed) {
        var controller = client.apps().deployments().inNamespace(namespace).withName(InstallationPlan.controller());
        Deployment running = controller.get();
        if (running != null) {
            if (!running.isMarkedForDeletion()) {
                controller.withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
            }
            return Optional.of("Deployment " + namespace + "/" + InstallationPlan.controller()
                    + " is gone, and before it its pods: " + String.join(", ", pods(running)));
        }
        List<HasMetadata> ours = managed.stream()
                .filter(object -> Observed.owner(object)
                        .equals(Optional.of(cdi.getMetadata().getUid())))
                .sorted(Comparator.comparing(CustomResourceDefinition.class::isInstance))
                .toList();
        touchKinds(ours);
        workers().forEach(worker -> client.resource(worker).delete());
        ours.forEach(object -> client.resource(object).delete());
        return Optional.empty();
    }

    private List<String> pods(Deployment deployment) {
        return client
                .pods()
                .inNamespace(namespace)
                .withLabelSelector(deployment.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .map(pod -> pod.getMetadata().getName() + " on node "
                        + pod.getSpec().getNodeName())
                .toList();
    }

    /// Reads a little of each kind. The API server makes the storage of a kind ready when it is first
    /// used; where that is its deletion, Kubernetes 1.34 may give up (at a conflict in its
    /// `crd_finalizer.go`), and goes on five minutes later.
    private void touchKinds(List<HasMetadata> ours) {
        ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
        for (HasMetadata object : ours) {
            if (object instanceof CustomResourceDefinition kind && !kind.isMarkedForDeletion()) {
                client.genericKubernetesResources(CustomResourceDefinitionContext.fromCrd(kind))
                        .inAnyNamespace()
                        .list(one);
            }
        }
    }

    private List<HasMetadata> workers() {
        String[] components = {COMPONENT_IMPORTER, COMPONENT_UPLOAD_SERVER, COMPONENT_CLONE_SOURCE};
        List<HasMetadata> workers = new ArrayList<>();
        workers.addAll(client.pods()
                .inAnyNamespace()
                .withLabelIn(COMPONENT, components)
                .list()
                .getItems());
        workers.addAll(client.services()
                .inAnyNamespace()
                .withLabelIn(COMPONENT, components)
                .list()
                .getItems());
        return workers;
    }
}
