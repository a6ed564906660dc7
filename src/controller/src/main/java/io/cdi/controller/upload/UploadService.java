// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.upload;

import io.cdi.api.names.ControllerReference;
import io.cdi.api.names.ObjectNames;
import io.cdi.contract.Labels;
import io.cdi.contract.Ports;
import io.cdi.contract.UploadAnnotations;
import io.cdi.controller.objects.Facts;
import io.cdi.controller.objects.Installation;
import io.cdi.controller.worker.ObservedClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;

/// The headless service in front of an upload pod. Its name leads there as soon as the pod has an address, since the
/// controller may know sooner than the kubelet that the server is ready ([ServerHealth]).
final class UploadService {

    private UploadService() {}

    static String name(String pod) {
        return ObjectNames.uploadService(pod);
    }

    static Service of(ObservedClaim seen, Installation installation) {
        String name = name(UploadPod.name(seen.claim()));
        return new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(Facts.namespace(seen.claim()))
                .withName(name)
                .withLabels(installation.labels())
                .addToLabels(Labels.COMPONENT, Labels.COMPONENT_UPLOAD_SERVER)
                .withAnnotations(Map.of(UploadAnnotations.CREATED_BY_UPLOAD_CONTROLLER, "yes"))
                .withOwnerReferences(ControllerReference.to(seen.claim()))
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(Map.of(Labels.SERVICE, name))
                .addNewPort()
                .withProtocol("TCP")
                .withPort(Ports.UPLOAD)
                .withNewTargetPort(Ports.UPLOAD)
                .endPort()
                .endSpec()
                .build();
    }

    /// The names by which a client may know the server.
    static List<String> hostNames(String service, String namespace) {
        return List.of(service, service + "." + namespace, service + "." + namespace + ".svc");
    }
}
