// SPDX-License-Identifier: Apache-2.0
package io.cdi.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;

/// Which object of the API.
///
/// @param namespace empty for objects of the cluster
public record ObjectKey(String kind, String namespace, String name) {

    public static ObjectKey of(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return new ObjectKey(
                object.getKind(),
                namespace == null ? "" : namespace,
                object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
    }
}
