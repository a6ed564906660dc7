// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.importer;

import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Containers;
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
import io.cdi.controller.worker.ObservedClaim;
import io.cdi.controller.worker.WorkerShape;
import io.cdi.controller.worker.WorkerVolumes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// The importer pod of a claim.
public final class ImporterPod {

    private static final String ARCHITECTURE_LABEL = "kubernetes.io/arch";

    private final ObservedClaim seen;
    private final Installation installation;
    private final WorkerVolumes volumes;
    private final List<EnvVar> environment;

    private ImporterPod(ObservedClaim seen, Installation installation) {
        this.seen = seen;
        this.installation = installation;
        this.volumes = ImporterVolumes.of(seen);
        this.environment = PodEnvironment.of(seen);
    }

    public static Pod of(ObservedClaim seen, Installation installation) {
        return new ImporterPod(seen, installation).pod();
    }

    /// What the importer pod of a claim is called, also before there is one.
    public static String name(PersistentVolumeClaim claim) {
        String name = Facts.annotation(claim, StateAnnotations.IMPORT_POD_NAME);
        return name == null ? ObjectNames.importerPod(Facts.name(claim)) : name;
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(seen.claim()))
                .withName(name(seen.claim()))
                .withLabels(labels())
                .withAnnotations(annotations())
                .withOwnerReferences(ControllerReference.to(seen.claim()))
                .endMetadata()
                .withSpec(spec())
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(installation.labels());
        labels.put(Labels.PROMETHEUS, "true");
        labels.putAll(Facts.labels(seen.target().orElse(seen.claim())));
        // Without them the pod would not be found again.
        labels.put(Labels.APP, Labels.APP_VALUE);
        labels.put(Labels.COMPONENT, Labels.COMPONENT_IMPORTER);
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
        PodSpecBuilder spec =
                WorkerShape.of(seen).withVolumes(volumes.volumes()).withContainers(containers());
        String architecture = Facts.annotation(seen.claim(), ImportAnnotations.REGISTRY_IMAGE_ARCHITECTURE);
        if (SourceAnnotations.isNodePull(seen.claim()) && architecture != null) {
            spec.addToNodeSelector(ARCHITECTURE_LABEL, architecture);
        }
        if (SourceAnnotations.isNodePull(seen.claim())) {
            spec.withInitContainers(serverCopy());
        }
        return spec.build();
    }

    private List<Container> containers() {
        List<Container> containers = new ArrayList<>();
        containers.add(importer());
        if (SourceAnnotations.isNodePull(seen.claim())) {
            containers.add(imageServer());
        }
        return containers;
    }

    private Container importer() {
        return new ContainerBuilder()
                .withName(Containers.IMPORTER)
                .withImage(installation.importerImage())
                .withImagePullPolicy(installation.pullPolicy())
                .withArgs("-v=" + installation.verbosity().level())
                .addNewPort()
                .withName(Ports.METRICS_NAME)
                .withContainerPort(Ports.METRICS)
                .withProtocol("TCP")
                .endPort()
                .withEnv(environment)
                .withVolumeMounts(volumes.mounts())
                .withVolumeDevices(volumes.devices())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withResources(WorkerShape.resources(seen))
                .withSecurityContext(WorkerShape.restricted(true))
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
                .withResources(WorkerShape.resources(seen))
                .withSecurityContext(WorkerShape.restricted(false))
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
                .withResources(WorkerShape.resources(seen))
                .withSecurityContext(WorkerShape.restricted(true))
                .build();
    }
}
