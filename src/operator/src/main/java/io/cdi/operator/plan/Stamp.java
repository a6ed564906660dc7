// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.cdi.api.install.CDI;
import io.cdi.api.names.ControllerReference;
import io.cdi.contract.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What every object of an installation carries: labels, the version that made it, and its owner.
record Stamp(CDI cdi, String version) {

    static final String MANAGED_BY = "cdi-operator";

    void on(HasMetadata object, @Nullable HasMetadata present) {
        ObjectMeta metadata = object.getMetadata();
        Map<String, String> labels = new TreeMap<>(common());
        labels.putAll(installer());
        if (metadata.getLabels() != null) {
            labels.putAll(metadata.getLabels());
        }
        labels.putAll(versions(present));
        metadata.setLabels(labels);
        metadata.setOwnerReferences(List.of(ControllerReference.to(cdi)));
    }

    static Map<String, String> common() {
        return Map.of(
                Labels.COMPONENT,
                "",
                Labels.APP,
                Labels.APP_VALUE,
                Labels.APP_MANAGED_BY,
                MANAGED_BY,
                Labels.APP_COMPONENT,
                "storage");
    }

    /// What an installer has written on the CDI object is passed on.
    Map<String, String> installer() {
        Map<String, String> given = cdi.getMetadata().getLabels();
        Map<String, String> labels = new TreeMap<>();
        for (String name : List.of(Labels.APP_PART_OF, Labels.APP_VERSION)) {
            if (given != null && given.containsKey(name)) {
                labels.put(name, given.get(name));
            }
        }
        return labels;
    }

    private Map<String, String> versions(@Nullable HasMetadata present) {
        Map<String, String> labels = present == null || present.getMetadata().getLabels() == null
                ? Map.of()
                : present.getMetadata().getLabels();
        String created = labels.getOrDefault(Labels.CREATE_VERSION, version);
        return created.equals(version)
                ? Map.of(Labels.CREATE_VERSION, version)
                : Map.of(Labels.CREATE_VERSION, created, Labels.UPDATE_VERSION, version);
    }
}
