// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The objects of `k8s/`, as they are written there. Each call reads them anew: the caller may change them.
public final class Manifests {

    private static final List<String> PROGRAMS =
            List.of("users", "metrics", "cronjob", "controller", "apiserver", "webhooks", "apiservices", "uploadproxy");
    private static final List<String> EXTRAS =
            List.of("monitoring", "populators", "openshift-security", "openshift-route");
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
    /// By the names of the files, what a cluster must have for them.
    private final Map<String, Set<OptionalKind>> extras = new LinkedHashMap<>();

    public Manifests(KubernetesSerialization serialization) {
        this.serialization = serialization;
        EXTRAS.forEach(name -> extras.put(
                name, read(name).stream().flatMap(Manifests::optionalKind).collect(Collectors.toSet())));
    }

    /// The kinds that only some clusters have.
    public Set<OptionalKind> optionalKinds() {
        return extras.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /// @param served those of the optional kinds that the cluster has; a file that needs another one is left out
    List<HasMetadata> all(Collection<OptionalKind> served) {
        List<HasMetadata> objects = new ArrayList<>();
        KINDS.forEach(name -> objects.addAll(read("crds/" + name)));
        PROGRAMS.forEach(name -> objects.addAll(read(name)));
        extras.forEach((name, needed) -> {
            if (served.containsAll(needed)) {
                objects.addAll(read(name));
            }
        });
        return objects;
    }

    CustomResourceDefinition ownKind() {
        return (CustomResourceDefinition) read("crds/cdis").getFirst();
    }

    private static Stream<OptionalKind> optionalKind(HasMetadata object) {
        return object instanceof GenericKubernetesResource generic
                ? Stream.of(OptionalKind.of(generic))
                : Stream.empty();
    }

    private List<HasMetadata> read(String name) {
        String resource = "k8s/" + name + ".yaml";
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
