// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.cdi.operator.certificates.CertificateRotation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Completes objects of kinds that not every cluster has. Their manifests are for the namespace `cdi`.
///
/// @param authorities PEM bundles by the names of their ConfigMaps
record Extras(OperatorSettings settings, Map<String, String> authorities) {

    private static final String USERS = "users";

    /// @param present as cached, null when it is not there
    void complete(GenericKubernetesResource object, @Nullable GenericKubernetesResource present) {
        switch (object.getKind()) {
            case "PrometheusRule" ->
                object.<List<Map<String, Object>>>get("spec", "groups").stream()
                        .flatMap(group ->
                                GenericKubernetesResource.<List<Map<String, Object>>>get(group, "rules").stream())
                        .forEach(this::complete);
            case "ServiceMonitor" ->
                object.<Map<String, Object>>get("spec", "namespaceSelector")
                        .put("matchNames", List.of(settings.namespace()));
            case "Route" ->
                object.<Map<String, Object>>get("spec", "tls")
                        .put(
                                "destinationCACertificate",
                                authorities.getOrDefault(CertificateRotation.UPLOAD_PROXY_BUNDLE, ""));
            case "SecurityContextConstraints" -> object.setAdditionalProperty(USERS, users(object, present));
            default -> {}
        }
    }

    private void complete(Map<String, Object> rule) {
        rule.computeIfPresent(
                "expr",
                (_, expression) -> expression
                        .toString()
                        .replace("namespace=\"cdi\"", "namespace=\"" + settings.namespace() + '"'));
        if (rule.containsKey("alert")) {
            GenericKubernetesResource.<Map<String, Object>>get(rule, "annotations")
                    .put("runbook_url", settings.runbook(rule.get("alert").toString()));
        }
    }

    /// Who else was let in stays.
    private List<String> users(GenericKubernetesResource wanted, @Nullable GenericKubernetesResource present) {
        List<String> others = present == null ? null : present.get(USERS);
        Set<String> users = new LinkedHashSet<>(Objects.requireNonNullElse(others, List.of()));
        wanted.<List<String>>get(USERS).stream()
                .map(user -> user.replace(":cdi:", ":" + settings.namespace() + ":"))
                .forEach(users::add);
        return List.copyOf(users);
    }
}
