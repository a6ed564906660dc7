// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import io.cdi.api.config.CDIConfigSpec;
import io.cdi.api.config.TlsRules;
import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Annotations;
import io.cdi.contract.Containers;
import io.cdi.contract.ContentType;
import io.cdi.contract.Labels;
import io.cdi.contract.Mounts;
import io.cdi.contract.PassedAnnotations;
import io.cdi.contract.Ports;
import io.cdi.contract.SecretKeys;
import io.cdi.contract.UploadAnnotations;
import io.cdi.contract.UploadCertificates;
import io.cdi.contract.UploadServerEnvironment;
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
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The upload pod of a claim.
public final class UploadPod {

    private static final String OPEN_PORT = "[{\"protocol\":\"tcp\",\"port\":" + Ports.UPLOAD + "}]";

    /// How long a server may take to start before the kubelet starts it anew.
    private static final int PATIENCE_SECONDS = 600;

    private UploadPod() {}

    public static String name(PersistentVolumeClaim claim) {
        String name = Facts.annotation(claim, UploadAnnotations.UPLOAD_POD_NAME);
        return name == null ? ObjectNames.uploadPod(Facts.name(claim)) : name;
    }

    static Pod of(ObservedClaim seen, Installation installation) {
        String name = name(seen.claim());
        WorkerVolumes volumes = WorkerVolumes.of(seen).secret(VolumeNames.UPLOAD_TLS, name, Mounts.UPLOAD_TLS);
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(seen.claim()))
                .withName(name)
                .withLabels(labels(seen, installation))
                .withAnnotations(annotations(seen))
                .withOwnerReferences(ControllerReference.to(seen.claim()))
                .endMetadata()
                .withSpec(WorkerShape.of(seen)
                        .withVolumes(volumes.volumes())
                        .withContainers(server(seen, installation, volumes))
                        .build())
                .build();
    }

    private static Map<String, String> labels(ObservedClaim seen, Installation installation) {
        Map<String, String> labels = new TreeMap<>(installation.labels());
        labels.put(Labels.COMPONENT, Labels.COMPONENT_UPLOAD_SERVER);
        labels.put(Labels.SERVICE, UploadService.name(name(seen.claim())));
        labels.put(Labels.UPLOAD_TARGET, Facts.uid(seen.claim()));
        return labels;
    }

    private static Map<String, String> annotations(ObservedClaim seen) {
        Map<String, String> annotations = new TreeMap<>(PassedAnnotations.of(Facts.annotations(seen.claim())));
        annotations.put(UploadAnnotations.CREATED_BY_UPLOAD_CONTROLLER, "yes");
        annotations.put(UploadAnnotations.OPEN_DEFAULT_PORTS, OPEN_PORT);
        return annotations;
    }

    /// Asked whether it is ready each second: a client waits for that.
    private static Container server(ObservedClaim seen, Installation installation, WorkerVolumes volumes) {
        return new ContainerBuilder()
                .withName(Containers.UPLOAD_SERVER)
                .withImage(installation.uploadServerImage())
                .withImagePullPolicy(installation.pullPolicy())
                .withArgs("-v=" + installation.verbosity().level())
                .withEnv(environment(seen))
                .withStartupProbe(probe(1, PATIENCE_SECONDS))
                .withReadinessProbe(probe(10, 3))
                .withVolumeMounts(volumes.mounts())
                .withVolumeDevices(volumes.devices())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withResources(WorkerShape.resources(seen))
                .withSecurityContext(WorkerShape.restricted(true))
                .build();
    }

    /// Often until it has started, as people wait for it. Then seldom: each is a handshake, and a server that is busy
    /// with an upload is no less ready.
    private static Probe probe(int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withScheme("HTTPS")
                .withPath(ServerHealth.PATH)
                .withNewPort(Ports.UPLOAD)
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    private static List<EnvVar> environment(ObservedClaim seen) {
        TlsRules tls = TlsRules.of(
                seen.cluster().wishes().map(CDIConfigSpec::tlsSecurityProfile).orElse(null));
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(UploadServerEnvironment.TLS_KEY_FILE, Mounts.UPLOAD_TLS + SecretKeys.TLS_KEY);
        variables.put(UploadServerEnvironment.TLS_CERT_FILE, Mounts.UPLOAD_TLS + SecretKeys.TLS_CERTIFICATE);
        variables.put(UploadServerEnvironment.CLIENT_CERT_FILE, Mounts.UPLOAD_TLS + SecretKeys.AUTHORITY);
        variables.put(UploadServerEnvironment.CLIENT_NAME, UploadCertificates.CLIENT_NAME);
        variables.put(UploadServerEnvironment.FILESYSTEM_OVERHEAD, seen.overhead());
        variables.put(
                UploadServerEnvironment.IMAGE_SIZE,
                Facts.requestedSize(seen.claim()).toString());
        variables.put(
                UploadServerEnvironment.PREALLOCATION,
                String.valueOf(Facts.says(seen.claim(), Annotations.PREALLOCATION_REQUESTED)));
        variables.put(
                UploadServerEnvironment.CONTENT_TYPE,
                ContentType.orDisk(Facts.annotation(seen.claim(), Annotations.CONTENT_TYPE))
                        .word());
        variables.put(UploadServerEnvironment.OWNER_UID, seen.ownerUid());
        variables.put(UploadServerEnvironment.TLS_CIPHERS, String.join(",", tls.ciphers()));
        variables.put(UploadServerEnvironment.TLS_MIN_VERSION, tls.minimum());
        if (seen.isBlock()) {
            variables.put(UploadServerEnvironment.DESTINATION, Mounts.BLOCK_DEVICE);
        }
        return Stream.concat(
                        variables.entrySet().stream()
                                .map(variable -> new EnvVar(variable.getKey(), variable.getValue(), null)),
                        // It comes with the certificates that it is about.
                        Stream.of(WorkerShape.fromSecret(
                                UploadServerEnvironment.DEADLINE, name(seen.claim()), SecretKeys.DEADLINE)))
                .toList();
    }
}
