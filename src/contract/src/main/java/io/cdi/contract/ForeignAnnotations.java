// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Annotations of Kubernetes and of others that controllers read or write.
public final class ForeignAnnotations {

    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    /// What `kubectl apply` remembers of an object; of no meaning on another one.
    public static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    public static final String MIGRATED_TO = "pv.kubernetes.io/migrated-to";

    public static final String DEFAULT_STORAGE_CLASS = "storageclass.kubernetes.io/is-default-class";

    public static final String DEFAULT_VIRT_STORAGE_CLASS = "storageclass.kubevirt.io/is-default-virt-class";

    public static final String DEFAULT_SNAPSHOT_CLASS = "snapshot.storage.kubernetes.io/is-default-class";

    public static final String NETWORKS = "k8s.v1.cni.cncf.io/networks";

    public static final String DEFAULT_NETWORK = "v1.multus-cni.io/default-network";

    public static final String ISTIO_INJECT = "sidecar.istio.io/inject";

    public static final String LINKERD_INJECT = "linkerd.io/inject";

    private ForeignAnnotations() {}
}
