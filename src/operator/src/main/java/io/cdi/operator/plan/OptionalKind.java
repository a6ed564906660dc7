// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/// A kind that not every cluster has: of OpenShift, of Prometheus' operator, of the validator of volume data sources.
///
/// @param apiVersion such as `monitoring.coreos.com/v1`
public record OptionalKind(String apiVersion, String kind, boolean isNamespaced) {

    static OptionalKind of(GenericKubernetesResource object) {
        return new OptionalKind(
                object.getApiVersion(), object.getKind(), object.getMetadata().getNamespace() != null);
    }

    public String group() {
        return apiVersion.substring(0, apiVersion.indexOf('/'));
    }
}
