// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.objects;

import io.cdi.contract.Labels;
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
        String pullPolicy,
        int verbosity,
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

    public Map<String, String> recommendedLabels() {
        Map<String, String> labels = new TreeMap<>();
        labels.put(Labels.APP_COMPONENT, "storage");
        labels.put(Labels.APP_MANAGED_BY, MANAGER);
        partOf.ifPresent(text -> labels.put(Labels.APP_PART_OF, text));
        version.ifPresent(text -> labels.put(Labels.APP_VERSION, text));
        return labels;
    }
}
