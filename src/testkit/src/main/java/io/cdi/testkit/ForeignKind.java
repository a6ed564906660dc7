// SPDX-License-Identifier: Apache-2.0
package io.cdi.testkit;

/// A kind that others bring into a cluster, with objects of any content.
///
/// @param plural in small letters
/// @param scope `Namespaced` or `Cluster`
public record ForeignKind(String group, String version, String kind, String plural, String scope) {

    /// Its CustomResourceDefinition as YAML.
    public String definition() {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %4$s.%1$s
                  annotations: {api-approved.kubernetes.io: unapproved}
                spec:
                  group: %1$s
                  scope: %5$s
                  names: {kind: %3$s, plural: %4$s}
                  versions:
                  - name: %2$s
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(group, version, kind, plural, scope);
    }

    public String definitionName() {
        return plural + "." + group;
    }
}
