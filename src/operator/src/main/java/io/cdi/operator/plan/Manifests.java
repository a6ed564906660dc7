// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The objects of `k8s/`, as they are written there. Each call reads them anew: the caller may change them.
public final class Manifests {

    private static final List<String> PROGRAMS =
            List.of("users", "metrics", "cronjob", "controller", "apiserver", "webhooks", "apiservices", "uploadproxy");
    private static final List<String> KINDS = List.of(
            "cdiconfigs",
            "dataimportcrons",
            "datasources",
            "datavolumes",
            "objecttransfers",
            "openstackvolumepopulators",
            "ovirtvolumepopulators",
            "storageprofiles",
            "volumeclonesources",
            "volumeimportsources",
            "volumeuploadsources");

    private final KubernetesSerialization serialization;

    public Manifests(KubernetesSerialization serialization) {
        this.serialization = serialization;
    }

    List<HasMetadata> all() {
        List<HasMetadata> objects = new ArrayList<>();
        KINDS.forEach(name -> objects.addAll(read("k8s/crds/" + name + ".yaml")));
        PROGRAMS.forEach(name -> objects.addAll(read("k8s/" + name + ".yaml")));
        return objects;
    }

    private List<HasMetadata> read(String resource) {
        try (InputStream stream = Manifests.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("manifest " + resource + " is not on the class path");
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return switch (serialization.unmarshal(text)) {
                case Collection<?> several ->
                    several.stream().map(HasMetadata.class::cast).toList();
                case HasMetadata one -> List.of(one);
                default -> throw new IllegalStateException("manifest " + resource + " holds no Kubernetes object");
            };
        } catch (IOException e) {
            throw new IllegalStateException("cannot read manifest " + resource + ": " + e.getMessage(), e);
        }
    }
}
