// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.cdi.api.install.CDI;
import io.cdi.api.names.ControllerReference;
import io.cdi.contract.Labels;
import io.cdi.contract.Verbosity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the operator says about this installation, parsed once from the environment.
///
/// @param namespace where the installation lives
/// @param verbosity handed on to worker pods
public record Installation(
        String namespace,
        String importerImage,
        String uploadServerImage,
        String pullPolicy,
        Verbosity verbosity,
        Optional<String> partOf,
        Optional<String> version) {

    private static final String MANAGER = "cdi-controller";

    /// The labels of every made object.
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put(Labels.APP, Labels.APP_VALUE);
        labels.putAll(recommendedLabels());
        return labels;
    }

    /// The labels of a claim that lives only while another one is filled.
    public Map<String, String> helperLabels() {
        Map<String, String> labels = labels();
        labels.put(Labels.EXCLUDE_FROM_BACKUP, "true");
        return labels;
    }

    /// The metadata of an object for the whole cluster.
    ///
    /// @param owner the CDI object, once there is one
    public ObjectMeta clusterWide(String name, Optional<CDI> owner) {
        Map<String, String> labels = labels();
        labels.put(Labels.COMPONENT, "");
        return new ObjectMetaBuilder()
                .withName(name)
                .withLabels(labels)
                .withOwnerReferences(
                        owner.map(ControllerReference::to).map(List::of).orElse(List.of()))
                .build();
    }

    public Map<String, String> recommendedLabels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put(Labels.APP_COMPONENT, "storage");
        labels.put(Labels.APP_MANAGED_BY, MANAGER);
        partOf.ifPresent(text -> labels.put(Labels.APP_PART_OF, text));
        version.ifPresent(text -> labels.put(Labels.APP_VERSION, text));
        return labels;
    }
}
