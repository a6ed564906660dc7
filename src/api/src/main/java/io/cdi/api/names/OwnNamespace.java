// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.names;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;

/// The namespace that a service of the installation runs in.
public final class OwnNamespace {

    private static final String DEFAULT = "cdi";

    private OwnNamespace() {}

    /// That of the pod, as its client knows it; outside of a cluster that of the kubeconfig, or `cdi`.
    public static String of(KubernetesClient client) {
        return Objects.requireNonNullElse(client.getNamespace(), DEFAULT);
    }
}
