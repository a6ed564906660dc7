// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.install.CDI;
import io.cdi.api.install.CDISpec;
import io.cdi.api.install.NodePlacement;
import io.cdi.contract.Annotations;
import io.cdi.contract.Containers;
import io.cdi.contract.ForeignAnnotations;
import io.cdi.contract.ImportAnnotations;
import io.cdi.contract.Labels;
import io.cdi.contract.Mounts;
import io.cdi.contract.NodePull;
import io.cdi.contract.PassedAnnotations;
import io.cdi.contract.Ports;
import io.cdi.contract.StateAnnotations;
import io.cdi.contract.VolumeNames;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The importer pod of a claim.
public final class ImporterPod {

    private static final long USER = 107;
    private static final String ARCHITECTURE_LABEL = "kubernetes.io/arch";

    private final ObservedImport seen;
    private final Installation installation;
    private final PodVolumes volumes;
    private final List<EnvVar> environment;

    private ImporterPod(ObservedImport seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
        this.volumes = PodVolumes.of(seen);
        this.environment = PodEnvironment.of(seen);
    }

    public static Pod of(ObservedImport seen, Installation installation) {
        return new ImporterPod(seen, installation).pod();
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(seen.claim()))
                .withName(seen.podName())
                .withLabels(labels())
                .withAnnotations(annotations())
                .withOwnerReferences(Facts.controllerReference(seen.claim()))
                .endMetadata()
                .withSpec(spec())
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(installation.labels());
        labels.put(Labels.COMPONENT, Labels.COMPONENT_IMPORTER);
        labels.put(Labels.PROMETHEUS, "true");
        labels.putAll(Facts.labels(seen.target().orElse(seen.claim())));
        // Without it the pod would not be found again.
        labels.put(Labels.APP, Labels.APP_VALUE);
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>(PassedAnnotations.of(Facts.annotations(seen.claim())));
        annotations.put(StateAnnotations.CREATED_BY_CONTROLLER, "yes");
        annotations.put(StateAnnotations.POD_ORDER, order());
        return annotations;
    }

    private String order() {
        String text = environment + "" + volumes.volumes();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private PodSpec spec() {
        NodePlacement placement = seen.cluster()
                .activeInstallation()
                .map(CDI::getSpec)
                .map(CDISpec::workload)
                .orElse(new NodePlacement(null, null, null));
        PodSpecBuilder spec = new PodSpecBuilder()
                .withRestartPolicy("OnFailure")
                .withEnableServiceLinks(false)
                .withNodeSelector(nodeSelector(placement))
                .withAffinity(placement.affinity())
                .withTolerations(placement.tolerations() == null ? List.of() : placement.tolerations())
                .withImagePullSecrets(seen.cluster()
                        .settings()
                        .map(CDIConfigStatus::imagePullSecrets)
                        .orElse(List.of()))
                .withPriorityClassName(Facts.annotation(seen.claim(), Annotations.POD_PRIORITY_CLASS))
                .withServiceAccountName(Facts.annotation(seen.claim(), Annotations.POD_SERVICE_ACCOUNT))
                .withNodeName(selectedNode())
                .withNewSecurityContext()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .withFsGroup(USER)
                .endSecurityContext()
                .withVolumes(volumes.volumes())
                .withContainers(containers());
        if (seen.isNodePull()) {
            spec.withInitContainers(serverCopy());
        }
        return spec.build();
    }

    private @Nullable Map<String, String> nodeSelector(NodePlacement placement) {
        Map<String, String> selector = new TreeMap<>();
        if (placement.nodeSelector() != null) {
            selector.putAll(placement.nodeSelector());
        }
        String architecture = Facts.annotation(seen.claim(), ImportAnnotations.REGISTRY_IMAGE_ARCHITECTURE);
        if (seen.isNodePull() && architecture != null) {
            selector.put(ARCHITECTURE_LABEL, architecture);
        }
        return selector;
    }

    private @Nullable String selectedNode() {
        return Facts.isAnnotated(seen.claim(), StateAnnotations.POPULATOR_KIND)
                ? Facts.annotation(seen.claim(), ForeignAnnotations.SELECTED_NODE)
                : null;
    }

    private List<Container> containers() {
        List<Container> containers = new ArrayList<>();
        containers.add(importer());
        if (seen.isNodePull()) {
            containers.add(imageServer());
        }
        return containers;
    }

    private Container importer() {
        return new ContainerBuilder()
                .withName(Containers.IMPORTER)
                .withImage(installation.importerImage())
                .withImagePullPolicy(installation.pullPolicy())
                .withArgs("-v=" + installation.verbosity())
                .addNewPort()
                .withName(Ports.METRICS_NAME)
                .withContainerPort(Ports.METRICS)
                .withProtocol("TCP")
                .endPort()
                .withEnv(environment)
                .withVolumeMounts(volumes.mounts())
                .withVolumeDevices(volumes.devices())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withResources(resources())
                .withSecurityContext(restricted(true))
                .build();
    }

    private Container imageServer() {
        return new ContainerBuilder()
                .withName(Containers.NODE_PULL_SERVER)
                .withImage(PodEnvironment.imageOf(
                        Facts.annotations(seen.claim()).getOrDefault(ImportAnnotations.ENDPOINT, "")))
                .withImagePullPolicy(installation.pullPolicy())
                .withCommand(
                        NodePull.SERVER_COPY,
                        "-p",
                        String.valueOf(NodePull.PORT),
                        "-image-dir",
                        NodePull.IMAGE_DIRECTORY,
                        "-ready-file",
                        NodePull.READY_FILE,
                        "-done-file",
                        NodePull.DONE_FILE)
                .addNewVolumeMount()
                .withName(VolumeNames.SHARED)
                .withMountPath(Mounts.SHARED)
                .endVolumeMount()
                .withResources(resources())
                .withSecurityContext(restricted(false))
                .build();
    }

    private Container serverCopy() {
        return new ContainerBuilder()
                .withName(Containers.NODE_PULL_INIT)
                .withImage(installation.importerImage())
                .withImagePullPolicy(installation.pullPolicy())
                .withCommand(
                        "sh",
                        "-c",
                        "cp %s %s && cp %s %s"
                                .formatted(
                                        NodePull.BUSYBOX,
                                        NodePull.BUSYBOX_COPY,
                                        NodePull.SERVER_BINARY,
                                        NodePull.SERVER_COPY))
                .addNewVolumeMount()
                .withName(VolumeNames.SHARED)
                .withMountPath(Mounts.SHARED)
                .endVolumeMount()
                .withResources(resources())
                .withSecurityContext(restricted(true))
                .build();
    }

    private @Nullable ResourceRequirements resources() {
        return seen.cluster()
                .settings()
                .map(CDIConfigStatus::defaultPodResourceRequirements)
                .orElse(null);
    }

    private static SecurityContext restricted(boolean readOnlyRoot) {
        return new SecurityContextBuilder()
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .withAllowPrivilegeEscalation(false)
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withReadOnlyRootFilesystem(
                        Optional.of(readOnlyRoot).filter(on -> on).orElse(null))
                .build();
    }
}
