// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.cdi.api.install.CDISpec;
import io.cdi.api.install.InfraPlacement;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Completes the Deployments by the operator's settings and what the CDI object asks for.
record Programs(OperatorSettings settings, CDISpec spec, boolean hasPriorityClass) {

    static final String CONTROLLER = "cdi-deployment";
    private static final String API_SERVER = "cdi-apiserver";
    private static final String UPLOAD_PROXY = "cdi-uploadproxy";
    /// Taken when the CDI object names none.
    static final String DEFAULT_PRIORITY_CLASS = "kubevirt-cluster-critical";

    static String priorityClass(CDISpec spec) {
        return spec.priorityClass() == null || spec.priorityClass().isEmpty()
                ? DEFAULT_PRIORITY_CLASS
                : spec.priorityClass();
    }

    void complete(Deployment deployment, Map<String, String> labels) {
        String name = deployment.getMetadata().getName();
        PodSpec pod = deployment.getSpec().getTemplate().getSpec();
        Map<String, String> podLabels = new TreeMap<>(labels);
        podLabels.putAll(deployment.getSpec().getTemplate().getMetadata().getLabels());
        deployment.getSpec().getTemplate().getMetadata().setLabels(podLabels);
        deployment.getSpec().setReplicas(replicas(name, spec.infra()));
        pod.getContainers().forEach(container -> complete(container, name));
        place(pod, spec.infra());
        if (hasPriorityClass) {
            pod.setPriorityClassName(priorityClass(spec));
        }
        if (spec.config() != null && spec.config().imagePullSecrets() != null) {
            pod.setImagePullSecrets(spec.config().imagePullSecrets());
        }
    }

    private void complete(Container container, String program) {
        container.setImage(settings.image(
                switch (program) {
                    case CONTROLLER -> OperatorSettings.CONTROLLER_IMAGE;
                    case UPLOAD_PROXY -> OperatorSettings.UPLOAD_PROXY_IMAGE;
                    default -> OperatorSettings.APISERVER_IMAGE;
                }));
        container.setImagePullPolicy(pullPolicy());
        container.setArgs(List.of("-v=" + verbosity()));
        container.getEnv().forEach(this::complete);
    }

    private void complete(EnvVar variable) {
        String name = variable.getName();
        if (name.equals("UPLOADSERVER_IMAGE")) {
            variable.setValue(settings.image(OperatorSettings.UPLOAD_SERVER_IMAGE));
        } else if (settings.images().containsKey(name)) {
            variable.setValue(settings.image(name));
        } else if (name.equals("PULL_POLICY")) {
            variable.setValue(pullPolicy());
        }
    }

    private String pullPolicy() {
        return spec.imagePullPolicy() == null ? settings.pullPolicy() : spec.imagePullPolicy();
    }

    private String verbosity() {
        return spec.config() == null || spec.config().logVerbosity() == null
                ? settings.verbosity()
                : spec.config().logVerbosity().toString();
    }

    private static int replicas(String program, @Nullable InfraPlacement infra) {
        Integer wanted = infra == null
                ? null
                : switch (program) {
                    case CONTROLLER -> infra.deploymentReplicas();
                    case API_SERVER -> infra.apiServerReplicas();
                    case UPLOAD_PROXY -> infra.uploadProxyReplicas();
                    default -> null;
                };
        return wanted == null ? 1 : Math.max(1, wanted);
    }

    private static void place(PodSpec pod, @Nullable InfraPlacement infra) {
        if (infra == null) {
            return;
        }
        pod.setNodeSelector(infra.nodeSelector());
        pod.setTolerations(infra.tolerations());
        if (infra.affinity() != null) {
            pod.setAffinity(joined(infra.affinity(), pod.getAffinity()));
        }
    }

    /// Our wish that pods of a program spread over nodes comes on top of the given rules.
    private static Affinity joined(Affinity given, Affinity own) {
        var terms = new ArrayList<>(own.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution());
        if (given.getPodAntiAffinity() != null) {
            terms.addAll(0, given.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution());
        }
        return new AffinityBuilder(given)
                .editOrNewPodAntiAffinity()
                .withPreferredDuringSchedulingIgnoredDuringExecution(terms)
                .endPodAntiAffinity()
                .build();
    }
}
